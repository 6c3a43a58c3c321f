import { describe, expect, it } from 'vitest';
import { hostDeviceName, hostDriverOf, profileOf } from '../../../runner/guest/stack-facts.ts';
import type { HostStack } from '../../../runner/stack/host-stack.ts';

const lavapipe = {
  packages: ['libvirglrenderer1 1.3.0-1', 'mesa-vulkan-drivers 1:26.1.6-1'],
  vulkanDriver: '/usr/share/vulkan/icd.d/lvp_icd.json',
} as unknown as HostStack;
const system = { packages: [], vulkanDriver: null } as unknown as HostStack;
const chosen = (vendor: string, driver: string, version: string): HostStack =>
  ({
    ...lavapipe,
    driver: { driver: { vendor, version: null }, device: { name: '', driver, version, cpu: false } },
  }) as unknown as HostStack;
const nvidia = chosen('nvidia', 'NVIDIA', '580.159.04');
const otherLavapipe = chosen('lvp', 'llvmpipe', 'Mesa 25.0.7-2+deb13u1 (LLVM 19.1.7)');
const venus = (name: string): string => `Virtio-GPU Venus (${name})`;

describe('profileOf', () => {
  it.each([
    ["lavapipe by the host's Mesa", venus('llvmpipe (LLVM 21.1.8, 256 bits)'), lavapipe, 'lavapipe-mesa26.1'],
    ['the same without a VM', 'llvmpipe (LLVM 21.1.8, 256 bits)', lavapipe, 'lavapipe-mesa26.1'],
    ['lavapipe of an unknown version', venus('llvmpipe (LLVM 21.1.8, 256 bits)'), null, 'lavapipe'],
    ['a GPU by its name', venus('NVIDIA H200'), system, 'nvidia-h200'],
    ['a GPU with the driver that was chosen', venus('NVIDIA H200'), nvidia, 'nvidia-h200-580'],
    ['a GPU on Mesa', venus('AMD Radeon 780M'), chosen('radeon', 'radv', 'Mesa 26.1.6-1'), 'amd-radeon-780m-mesa26.1'],
    ['a GPU on MoltenVK', venus('Apple M2'), chosen('MoltenVK', 'MoltenVK', '1.4.0'), 'apple-m2-1.4'],
    ["a lavapipe that is not the stack's", venus('llvmpipe (LLVM 19.1.7)'), otherLavapipe, 'lavapipe-mesa25.0'],
    ['a name that would leave the folder', venus('../../etc'), system, 'etc'],
    ['a name without a letter', venus('///'), system, 'unknown'],
    ['no device on a lavapipe stack', null, lavapipe, 'lavapipe-mesa26.1'],
    ['no device at all', null, system, 'unknown'],
  ])('%s', (_, name, host, profile) => {
    expect(profileOf(name, host)).toBe(profile);
  });
});

it('names the driver under the renderer', () => {
  expect(hostDriverOf(venus('llvmpipe (LLVM 21)'), lavapipe)).toBe('lavapipe 1:26.1.6-1');
  expect(hostDriverOf(venus('Apple M2'), system)).toBe('Apple M2');
  expect(hostDriverOf(venus('NVIDIA H200'), nvidia)).toBe('NVIDIA H200, NVIDIA 580.159.04');
  expect(hostDriverOf(venus('llvmpipe (LLVM 19)'), otherLavapipe)).toBe('lavapipe 25.0.7-2+deb13u1');
  expect(hostDriverOf(null, system)).toBeNull();
  expect(hostDeviceName(venus('Intel(R) Arc(tm)'))).toBe('Intel(R) Arc(tm)');
});
