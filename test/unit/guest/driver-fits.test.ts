import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireDriverFits } from '../../../runner/guest/driver-fits.ts';
import { type CpioEntry, writeCpio } from '../../../runner/stack/cpio.ts';
import { ELF_MACHINES, elfDependencies } from '../../../runner/stack/elf.ts';

// Node itself is a program with libraries and versions of symbols, on any machine.
const driver = process.execPath;
const wants = elfDependencies(readFileSync(driver));
const arch = wants?.machine as 'arm64' | 'x86_64';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'driver-fits-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** A guest whose libraries have all that node wants, but for what is left out. */
function guest(without: { library?: string; version?: string } = {}) {
  const versionsOf = (library: string): string =>
    (wants?.versions ?? [])
      .filter((one) => one.library === library && one.version !== without.version)
      .map(({ version }) => `${version}\0`)
      .join('');
  const entries = (wants?.needed ?? [])
    .filter((name) => name !== without.library)
    .flatMap((name): CpioEntry[] => [
      { kind: 'file', path: `usr/lib/x/${name}.1.2`, mode: 0o644, data: Buffer.from(`\0${versionsOf(name)}`) },
      { kind: 'symlink', path: `usr/lib/x/${name}`, target: `${name}.1.2` },
    ]);
  const initrd = join(dir, 'initrd');
  // As an image has it: padded, so that another archive may follow.
  writeFileSync(initrd, Buffer.concat([zstdCompressSync(writeCpio(entries)), Buffer.alloc(3)]));
  return { arch, initrd };
}

describe('requireDriverFits', () => {
  it('takes a driver whose libraries and versions are all there', () => {
    expect(wants?.versions.length).toBeGreaterThan(3);
    expect(() => requireDriverFits(driver, guest())).not.toThrow();
  });

  it('names the library that is missing, and takes it from an overlay', () => {
    const place = guest({ library: 'libm.so.6' });
    expect(() => requireDriverFits(driver, place)).toThrow(/the guest cannot load it, for it lacks libm\.so\.6\./);
    const overlay = join(dir, 'overlay');
    mkdirSync(join(overlay, 'usr', 'lib'), { recursive: true });
    const versions = (wants?.versions ?? []).filter(({ library }) => library === 'libm.so.6');
    writeFileSync(join(overlay, 'usr', 'lib', 'libm.so.6'), versions.map(({ version }) => `${version}\0`).join(''));
    expect(() => requireDriverFits(driver, { ...place, overlay })).not.toThrow();
  });

  it('names the version of a library’s symbols that the guest’s is too old for', () => {
    const newest = wants?.versions.findLast(({ library }) => library === 'libc.so.6')?.version ?? '';
    expect(newest).toMatch(/^GLIBC_/);
    expect(() => requireDriverFits(driver, guest({ version: newest }))).toThrow(`${newest} in libc.so.6`);
  });

  it('names the architecture that is another one', () => {
    const other = Object.values(ELF_MACHINES).find((name) => name !== arch) as typeof arch;
    expect(() => requireDriverFits(driver, { ...guest(), arch: other })).toThrow(
      `is built for ${arch}, and the guest is ${other}`,
    );
  });

  it('refuses what is no library, or not there', () => {
    const text = join(dir, 'libvulkan_virtio.so');
    writeFileSync(text, 'not found '.repeat(100));
    expect(() => requireDriverFits(text, guest())).toThrow(/libvulkan_virtio\.so: is no 64-bit shared library/);
    expect(() => requireDriverFits(join(dir, 'absent.so'), guest())).toThrow(/absent\.so: cannot be read: ENOENT/);
  });
});
