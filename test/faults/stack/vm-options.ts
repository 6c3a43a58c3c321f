import { impatient, type StackFault } from './stack-fault.ts';

/** More ways in which QEMU's command line can be wrong: each is taken by QEMU's parser. */
export const vmOptions: readonly StackFault[] = [
  {
    name: 'vm-paused',
    title: 'QEMU is told not to start the CPUs (-S)',
    kind: 'options',
    query: ['protocol/identity'],
    truth: { component: 'configuration', causes: ['guest-silent'] },
    target: (target) => impatient(target),
    stack: () => ({ qemuArgs: ['-S'] }),
  },
  {
    name: 'window-without-place',
    title: 'The machine has no high memory, where the host-visible window of 1 GiB would lie',
    kind: 'options',
    query: ['drm/params', 'drm/blob-map', 'protocol/identity'],
    truth: { component: 'configuration', causes: ['gpu-driver-absent', 'hostmem-small', 'no-gpu'] },
    target: (target) => ({ ...target, machine: `${target.machine},highmem=off` }),
  },
  {
    name: 'gpu-without-outputs',
    title: 'The GPU device has no output',
    kind: 'options',
    query: ['drm/kms-dumb', 'wsi/display-acquire', 'wsi/display-present', 'protocol/identity'],
    // QEMU takes the option, and crashes once the guest asks for its outputs.
    truth: { component: 'vmm', causes: ['vmm-died'] },
    target: (target) => ({ ...target, gpu: { ...target.gpu, device: `${target.gpu.device},max_outputs=0` } }),
  },
  {
    name: 'display-needs-render-node',
    title: 'The display is one that needs a render node of the host',
    kind: 'options',
    query: ['protocol/identity'],
    truth: { component: 'configuration', causes: ['no-render-node', 'vmm-refuses'] },
    target: (target) => ({ ...target, display: 'egl-headless' }),
  },
  {
    name: 'gpu-behind-another',
    title: 'Another GPU without 3D stands before the one with Venus',
    kind: 'options',
    query: ['drm/params', 'drm/capset', 'drm/context', 'protocol/identity', 'wsi/display-acquire'],
    truth: { component: 'configuration', causes: ['venus-off', 'no-gpu', 'software-fallback'] },
    target: (target) => ({ ...target, gpu: { ...target.gpu, device: `${target.gpu.device},addr=0x9` } }),
    stack: () => ({ qemuArgs: ['-device', 'virtio-gpu-pci,addr=0x8'] }),
  },
];
