import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CpioEntry, entriesOfFolder, writeCpio } from '../../../runner/stack/cpio.ts';
import { appendable } from '../../../runner/stack/initrd.ts';

const entries: CpioEntry[] = [
  { kind: 'file', path: 'usr/bin/tool', mode: 0o755, data: Buffer.from('#!/bin/sh\n') },
  { kind: 'symlink', path: 'bin', target: 'usr/bin' },
  { kind: 'dir', path: 'root', mode: 0o700 },
  { kind: 'file', path: 'root/odd', mode: 0o600, data: Buffer.alloc(4097, 7) },
  { kind: 'file', path: 'empty', mode: 0o644, data: Buffer.alloc(0) },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'venus-suite-cpio-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function unpack(archive: Buffer): void {
  execFileSync('cpio', ['-i', '--quiet', '--no-absolute-filenames'], { cwd: folder, input: archive });
}

describe('writeCpio', () => {
  it('is listed by cpio in sorted order, with the parents that were not named', () => {
    const names = execFileSync('cpio', ['-t', '--quiet'], { input: writeCpio(entries) })
      .toString()
      .trim()
      .split('\n');
    expect(names).toEqual(['bin', 'empty', 'root', 'root/odd', 'usr', 'usr/bin', 'usr/bin/tool']);
  });

  it('is unpacked by cpio to the same bytes, modes and links', () => {
    unpack(writeCpio(entries));
    expect(readFileSync(join(folder, 'root/odd'))).toEqual(Buffer.alloc(4097, 7));
    expect(readFileSync(join(folder, 'usr/bin/tool'), 'utf8')).toBe('#!/bin/sh\n');
    expect(readFileSync(join(folder, 'empty'))).toHaveLength(0);
    expect(readlinkSync(join(folder, 'bin'))).toBe('usr/bin');
    const modeOf = (path: string): number => lstatSync(join(folder, path)).mode & 0o7777;
    expect([modeOf('root'), modeOf('root/odd'), modeOf('usr/bin'), modeOf('usr/bin/tool')]).toEqual([
      0o700, 0o600, 0o755, 0o755,
    ]);
  });

  it('says owner 0 and time 0, so that the same content gives the same bytes', () => {
    const listing = execFileSync('cpio', ['-tvn', '--quiet'], {
      input: writeCpio(entries),
      env: { TZ: 'UTC' },
    }).toString();
    for (const line of listing.trim().split('\n')) expect(line).toMatch(/^\S+\s+\d+ 0\s+0\s+.*1970/);
    expect(writeCpio(entries.toReversed())).toEqual(writeCpio(entries));
  });

  it('can be followed by another archive, whose files win', () => {
    const first = appendable(Buffer.concat([writeCpio(entries)]));
    const second = writeCpio([{ kind: 'file', path: 'empty', mode: 0o644, data: Buffer.from('now not') }]);
    expect(first.length % 4).toBe(0);
    unpack(first);
    execFileSync('cpio', ['-iu', '--quiet'], { cwd: folder, input: second });
    expect(readFileSync(join(folder, 'empty'), 'utf8')).toBe('now not');
  });

  it('refuses two members of one path', () => {
    const twice: CpioEntry = { kind: 'dir', path: 'root', mode: 0o755 };
    expect(() => writeCpio([twice, twice])).toThrow('root');
  });
});

describe('entriesOfFolder', () => {
  it('keeps modes and links, and puts everything under the prefix', () => {
    mkdirSync(join(folder, 'lib'));
    writeFileSync(join(folder, 'lib/a.so.1'), 'so');
    chmodSync(join(folder, 'lib/a.so.1'), 0o755);
    symlinkSync('a.so.1', join(folder, 'lib/a.so'));
    expect(entriesOfFolder(folder, 'opt').sort((a, b) => a.path.localeCompare(b.path))).toEqual([
      { kind: 'dir', path: 'opt/lib', mode: expect.any(Number) },
      { kind: 'symlink', path: 'opt/lib/a.so', target: 'a.so.1' },
      { kind: 'file', path: 'opt/lib/a.so.1', mode: 0o755, data: Buffer.from('so') },
    ]);
  });
});

describe('appendable', () => {
  it.each([0, 1, 2, 3])('pads %i bytes over a multiple of four with zeros only', (over) => {
    const padded = appendable(Buffer.alloc(8 + over, 1));
    expect(padded.length % 4).toBe(0);
    expect(padded.subarray(0, 8 + over)).toEqual(Buffer.alloc(8 + over, 1));
    expect(padded.subarray(8 + over).every((byte) => byte === 0)).toBe(true);
  });
});
