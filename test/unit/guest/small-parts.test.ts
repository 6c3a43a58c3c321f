import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../runner/base/errors.ts';
import { announcedFiles } from '../../../runner/guest/announced-files.ts';
import { BoundedBuffer } from '../../../runner/guest/bounded-buffer.ts';
import { Console } from '../../../runner/guest/console.ts';
import { fromShellStatus } from '../../../runner/guest/exit-status.ts';
import { overlayEntries } from '../../../runner/guest/guest-initrd.ts';
import { hostLayerEnv } from '../../../runner/guest/host-layer.ts';
import { BootLogs } from '../../../runner/guest/logs.ts';
import { sharedFolderOf } from '../../../runner/guest/shared-folders.ts';
import { shellCommand } from '../../../runner/guest/shell-words.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'small-parts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('shellCommand gives a shell exactly the words it was given', () => {
  const words = ["it's", '$HOME', 'a b', '', '*', '`id`', 'line\nbreak', '-n', '"', '\\', 'A=b'];
  const printed = execFileSync('sh', ['-c', `for word in ${shellCommand(words)}; do printf '%s\\0' "$word"; done`]);
  expect(printed.toString().split('\0').slice(0, -1)).toEqual(words);
});

it('BoundedBuffer keeps the first bytes, and says when more came', () => {
  const buffer = new BoundedBuffer(4);
  buffer.push(Buffer.from('abcd'));
  expect(buffer.over).toBe(false);
  buffer.push(Buffer.from('e'));
  expect(buffer.over).toBe(true);
  expect(buffer.text()).toBe('abcd');
});

it.each([
  [0, { exitCode: 0, signal: null }],
  [77, { exitCode: 77, signal: null }],
  [139, { exitCode: null, signal: 'SIGSEGV' }],
  [134, { exitCode: null, signal: 'SIGABRT' }],
  [142, { exitCode: null, signal: 'SIGALRM' }],
  [255, { exitCode: 255, signal: null }],
])('fromShellStatus(%i)', (status, expected) => {
  expect(fromShellStatus(status)).toEqual(expected);
});

describe('Console', () => {
  it('finds a line, a panic in its place, and the end of its writer', async () => {
    const path = join(folder, 'console.log');
    const console = new Console(path);
    expect(await console.waitFor(/up/, 30, () => false)).toEqual({ ended: 'timeout', line: null });
    writeFileSync(path, 'init: up\r\n');
    expect(await console.waitFor(/init: \w+/, 30, () => false)).toEqual({ line: 'init: up' });
    expect(await console.waitFor(/never/, 1_000, () => true)).toEqual({ ended: 'stopped', line: null });
    writeFileSync(path, 'Kernel panic - not syncing: no init\r\n', { flag: 'a' });
    const end = await console.waitFor(/never/, 1_000, () => true);
    expect(end).toMatchObject({ ended: 'panic', line: 'Kernel panic - not syncing: no init' });
  });
});

describe('BootLogs', () => {
  it('takes a fresh folder for each boot, and slices what was gained', () => {
    const logs = BootLogs.create(folder);
    logs.append('qemu', Buffer.from('before'));
    const before = logs.positions();
    logs.append('qemu', Buffer.from('during'));
    expect(logs.slicesSince(before)).toEqual([{ log: 'qemu', file: 'logs/boot-1/qemu.log', start: 6, end: 12 }]);
    expect(BootLogs.create(folder).path('qemu')).toBe(join(folder, 'logs/boot-2/qemu.log'));
  });
});

it('announcedFiles takes each name once, and none that leaves the folder', () => {
  const file = (name: string): string => `${JSON.stringify({ event: 'file', name, media: 'text/plain' })}\n`;
  const hello = '{"event":"hello","protocol":1,"probe":"a/b"}\n';
  expect(announcedFiles(hello + file('a.txt') + file('../b') + file('a.txt') + file('/etc/passwd'))).toEqual(['a.txt']);
});

it('overlayEntries keeps links of the root alive, and folders as the guest has them', () => {
  mkdirSync(join(folder, 'lib/modules'), { recursive: true });
  writeFileSync(join(folder, 'lib/modules/x.ko'), 'x');
  writeFileSync(join(folder, 'libfoo'), 'x');
  symlinkSync('init', join(folder, 'start'));
  const entries = overlayEntries(folder).map(({ kind, path }) => `${kind} ${path}`);
  expect(entries.toSorted()).toEqual(['file libfoo', 'file usr/lib/modules/x.ko', 'symlink start']);
});

describe('hostLayerEnv', () => {
  it('enables every layer of the folder', () => {
    writeFileSync(join(folder, 'a.json'), '{"layer":{"name":"VK_LAYER_a"}}');
    writeFileSync(join(folder, 'b.json'), '{"layers":[{"name":"VK_LAYER_b"}]}');
    expect(hostLayerEnv(folder)).toEqual({ VK_LAYER_PATH: folder, VK_INSTANCE_LAYERS: 'VK_LAYER_a:VK_LAYER_b' });
  });

  it('names the folder or the file that is of no use', () => {
    expect(() => hostLayerEnv(folder)).toThrow(folder);
    writeFileSync(join(folder, 'a.json'), '{');
    expect(() => hostLayerEnv(folder)).toThrow(UsageError);
  });
});

it.each([
  ['/home/me/qemu/build/qemu-system-aarch64', '/home/me/qemu/build'],
  ['/opt/qemu/bin/qemu-system-aarch64', '/opt/qemu'],
  ['/usr/bin/qemu-system-aarch64', '/usr/bin/qemu-system-aarch64'],
  ['/boot/vmlinuz', '/boot'],
])('sharedFolderOf(%s)', (file, path) => {
  expect(sharedFolderOf(file)).toEqual({ path, writable: false });
});
