import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ArchiveRequest, writeArchive } from '../../../runner/bundle/write-archive.ts';
import type { Member } from '../../../runner/stack/member.ts';

/** That does not compress well, the same each time. */
const noise = Buffer.concat(Array.from({ length: 8192 }, (_, i) => createHash('sha256').update(String(i)).digest()));
const members: Member[] = [
  { kind: 'file', path: 'noise', mode: 0o644, content: noise },
  { kind: 'file', path: 'bin/tool', mode: 0o755, content: Buffer.from('tool') },
  { kind: 'symlink', path: 'link', target: 'bin/tool' },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'venus-suite-archive-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const request = (over: Partial<ArchiveRequest>): ArchiveRequest => ({
  members,
  top: 'top',
  file: join(folder, 'a.tar.gz'),
  compression: 'gz',
  level: 6,
  split: null,
  ...over,
});
const write = (over: Partial<ArchiveRequest>, say: string[] = []) =>
  writeArchive(request(over), (line) => void say.push(line));

describe.each(['gz', 'xz'] as const)('as %s', (compression) => {
  it('unpacks to what went in, and the same members give the same bytes', async () => {
    const say: string[] = [];
    const file = join(folder, 'one');
    const one = await write({ compression, file }, say);
    const two = await write({ compression, file: join(folder, 'two'), members: members.toReversed() });
    expect(two.sha256).toBe(one.sha256);
    expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(one.sha256);
    execFileSync('tar', ['-xf', file, '-C', folder]);
    expect(readFileSync(join(folder, 'top/noise')).equals(noise)).toBe(true);
    expect(readFileSync(join(folder, 'top/link'), 'utf8')).toBe('tool');
    expect(say.at(-1)).toContain('100 %');
  });
});

it('cuts it into parts of at most the size, which put together are the whole', async () => {
  const whole = await write({});
  const split = 100_000;
  const parts = await write({ file: join(folder, 'b.tar.gz'), split });
  expect(parts.paths.map((path) => path.slice(folder.length))).toEqual(
    parts.paths.map((_, index) => `/b.tar.gz.${String(index).padStart(3, '0')}`),
  );
  const sizes = parts.paths.map((path) => statSync(path).size);
  expect(sizes.length).toBe(Math.ceil(whole.bytes / split));
  expect(sizes.slice(0, -1).every((size) => size === split)).toBe(true);
  const joined = Buffer.concat(parts.paths.map((path) => readFileSync(path)));
  expect(joined.equals(readFileSync(join(folder, 'a.tar.gz')))).toBe(true);
});

it('leaves nothing where it fails, and says which file', async () => {
  const lost: Member[] = [...members, { kind: 'file', path: 'z', mode: 0o644, content: join(folder, 'not-there') }];
  await expect(write({ members: lost })).rejects.toThrow('a.tar.gz');
  const cut = request({ members: [...members, { kind: 'dir', path: 'noise', mode: 0o755 }] });
  await expect(writeArchive(cut, () => {})).rejects.toThrow(/a\.tar\.gz cannot be written: two .*top\/noise/);
  expect(readdirSync(folder)).toEqual([]);
});
