import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readFileSync, readlinkSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Member } from '../../../runner/stack/member.ts';
import { tarChunks } from '../../../runner/stack/tar.ts';

const long = `${'folder/'.repeat(18)}name-of-a-file`;
const members: Member[] = [
  { kind: 'file', path: 'b/tool', mode: 0o755, content: Buffer.from('#!/bin/sh\n') },
  { kind: 'symlink', path: 'b/link', target: 'tool' },
  { kind: 'symlink', path: 'b/far', target: `../${long}` },
  { kind: 'dir', path: 'a', mode: 0o700 },
  { kind: 'file', path: long, mode: 0o600, content: Buffer.alloc(1024, 7) },
  { kind: 'file', path: 'ünïcode', mode: 0o644, content: Buffer.alloc(0) },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'venus-suite-tar-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function archive(of: readonly Member[]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of tarChunks(of)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

it('is unpacked by tar to the same bytes, modes and links, long names included', async () => {
  execFileSync('tar', ['-xpf', '-', '-C', folder], { input: await archive(members) });
  const at = (path: string): string => join(folder, path);
  expect(readFileSync(at('b/tool'), 'utf8')).toBe('#!/bin/sh\n');
  expect(readFileSync(at(long))).toEqual(Buffer.alloc(1024, 7));
  expect(readFileSync(at('ünïcode'))).toHaveLength(0);
  expect(readlinkSync(at('b/far'))).toBe(`../${long}`);
  const modes = ['b/tool', 'a', long].map((path) => lstatSync(at(path)).mode & 0o7777);
  expect(modes).toEqual([0o755, 0o700, 0o600]);
});

it('has the same bytes whatever the order, the owner and the time of its files', async () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'content');
  const withFile: Member[] = [...members, { kind: 'file', path: 'from-disk', mode: 0o644, content: path }];
  const first = await archive(withFile);
  utimesSync(path, 1, 1);
  expect((await archive(withFile.toReversed())).equals(first)).toBe(true);
  const listing = execFileSync('tar', ['-tvf', '-', '--numeric-owner', '--utc'], { input: first }).toString();
  for (const line of listing.trim().split('\n')) expect(line).toMatch(/ 0\/0 .* 1980-01-01 00:00 /);
});

it('refuses two members of one path', async () => {
  const twice: Member[] = [members[0] as Member, { kind: 'dir', path: 'b/tool', mode: 0o755 }];
  await expect(archive(twice)).rejects.toThrow('b/tool');
});
