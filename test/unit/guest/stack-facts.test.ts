import { describe, expect, it } from 'vitest';
import { hostDeviceName, hostDriverOf, profileOf } from '../../../runner/guest/stack-facts.ts';
import type { HostStack } from '../../../runner/stack/host-stack.ts';

const lavapipe = {
  packages: ['libvirglrenderer1 1.3.0-1', 'mesa-vulkan-drivers 1:26.1.6-1'],
  vulkanDriver: '/usr/share/vulkan/icd.d/lvp_icd.json',
} as unknown as HostStack;
const system = { packages: [], vulkanDriver: null } as unknown as HostStack;
const venus = (name: string): string => `Virtio-GPU Venus (${name})`;

describe('profileOf', () => {
  it.each([
    ["lavapipe by the host's Mesa", venus('llvmpipe (LLVM 21.1.8, 256 bits)'), lavapipe, 'lavapipe-mesa26.1'],
    ['the same without a VM', 'llvmpipe (LLVM 21.1.8, 256 bits)', lavapipe, 'lavapipe-mesa26.1'],
    ['lavapipe of an unknown version', venus('llvmpipe (LLVM 21.1.8, 256 bits)'), null, 'lavapipe'],
    ['a GPU by its name', venus('NVIDIA H200'), system, 'nvidia-h200'],
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
  expect(hostDriverOf(null, system)).toBeNull();
  expect(hostDeviceName(venus('Intel(R) Arc(tm)'))).toBe('Intel(R) Arc(tm)');
});
