import { describe, expect, it } from 'vitest';
import { type PackedHostChoice, packedHost } from '../../../vmimages/recipes/packed-host.ts';

const choice: PackedHostChoice = { release: 'forky', gnuArch: 'x86_64-linux-gnu', guests: ['arm64'], lavapipe: true };
const pathsOf = (over: Partial<PackedHostChoice>): string[] => {
  const { programs, data } = packedHost({ ...choice, ...over });
  return [...programs, ...data].map(({ path }) => path.split('/').at(-1) ?? '');
};

describe('packedHost', () => {
  it('names each path once, below usr, with a reason', () => {
    const { programs, data } = packedHost({ ...choice, guests: ['arm64', 'x86_64'] });
    const all = [...programs, ...data];
    expect(new Set(all.map(({ path }) => path)).size).toBe(all.length);
    for (const { path, why } of all) {
      expect(path).toMatch(/^usr\//);
      expect(why.length).toBeGreaterThan(3);
    }
  });

  it('takes the QEMU and the firmware of the guests that there are', () => {
    expect(pathsOf({})).toContain('qemu-system-aarch64');
    expect(pathsOf({})).not.toContain('bios-256k.bin');
    expect(pathsOf({ guests: ['x86_64'] })).toEqual(expect.arrayContaining(['qemu-system-x86_64', 'bios-256k.bin']));
    expect(pathsOf({ guests: ['x86_64'] })).not.toContain('qemu-system-aarch64');
  });

  it('takes no virtual machine where there is no guest', () => {
    expect(pathsOf({ guests: [] }).filter((name) => /qemu|virgl|^ui-|^hw-/.test(name))).toEqual([]);
    expect(pathsOf({ guests: [] })).toEqual(expect.arrayContaining(['libvulkan.so.1', 'lvp_icd.json']));
  });

  it('leaves exactly the software drivers out where they are not wanted', () => {
    const without = pathsOf({ lavapipe: false });
    expect(pathsOf({}).filter((name) => !without.includes(name))).toEqual([
      ...['libvulkan_lvp.so', 'libEGL_mesa.so.0', 'lvp_icd.json', '50_mesa.json', '00-mesa-defaults.conf'],
    ]);
  });

  it('knows that SDL2 is SDL2 in the older release', () => {
    expect(pathsOf({})).toContain('libSDL3.so.0');
    expect(pathsOf({ release: 'trixie' })).not.toContain('libSDL3.so.0');
  });
});
