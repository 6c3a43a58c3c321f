import { describe, expect, it } from 'vitest';
import { installCommand, missingPackages, type PrerequisiteFacts } from '../../../runner/stack/prerequisites.ts';

const bare: PrerequisiteFacts = { platform: 'linux', arch: 'x64', root: true, tests: false, has: () => false };

describe('missingPackages', () => {
  it('asks a bare x64 machine for the cross compiler but root for no uid ranges', () => {
    const packages = missingPackages(bare);
    expect(packages).toEqual(
      expect.arrayContaining(['mmdebstrap', 'bubblewrap', 'gcc-aarch64-linux-gnu', 'libc6-dev-arm64-cross']),
    );
    expect(packages).not.toContain('uidmap');
    expect(packages).not.toContain('glslang-tools');
    expect(packages).not.toContain('gcc-x86-64-linux-gnu');
  });

  it('asks an ordinary user for uidmap', () => {
    expect(missingPackages({ ...bare, root: false })).toContain('uidmap');
    expect(missingPackages(bare)).not.toContain('cpio');
    expect(missingPackages({ ...bare, tests: true })).toContain('cpio');
  });

  it('asks an arm64 machine for glslang and the other cross compiler', () => {
    const packages = missingPackages({ ...bare, arch: 'arm64' });
    expect(packages).toContain('glslang-tools');
    expect(packages.filter((name) => /cross|gcc-/.test(name))).toEqual([
      'gcc-x86-64-linux-gnu',
      'libc6-dev-amd64-cross',
    ]);
  });

  it('asks for a C library’s headers where only the compiler is there', () => {
    const has = (part: string): boolean => part !== '/usr/include/stdio.h';
    expect(missingPackages({ ...bare, has })).toEqual(['libc6-dev']);
  });

  it('asks for nothing where all is there, nor on macOS', () => {
    expect(missingPackages({ ...bare, has: () => true })).toEqual([]);
    expect(missingPackages({ ...bare, platform: 'darwin' })).toEqual([]);
  });
});

describe('installCommand', () => {
  it('is what the person can paste', () => {
    expect(installCommand(['zstd', 'meson'], false)).toBe('sudo apt-get install -y --no-install-recommends zstd meson');
    expect(installCommand(['zstd'], true)).toBe('apt-get install -y --no-install-recommends zstd');
  });
});
