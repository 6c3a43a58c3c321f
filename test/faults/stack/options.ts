import type { GpuOptions, VmTarget } from '../../../runner/plan/target.ts';
import { script } from './made-files.ts';
import { FIRST, impatient, type StackFault } from './stack-fault.ts';

const gpu =
  (changes: Partial<GpuOptions>) =>
  (target: VmTarget): VmTarget => ({ ...target, gpu: { ...target.gpu, ...changes } });

/** How QEMU's command line can be wrong. */
export const options: readonly StackFault[] = [
  {
    name: 'venus-off',
    title: 'The GPU device has venus=off',
    kind: 'options',
    query: FIRST,
    truth: { component: 'configuration', causes: ['venus-off'] },
    target: gpu({ venus: false }),
  },
  {
    name: 'blob-off',
    title: 'The GPU device has blob=off',
    kind: 'options',
    query: FIRST,
    truth: { component: 'configuration', causes: ['blob-off'] },
    target: gpu({ blob: false }),
  },
  {
    name: 'hostmem-absent',
    title: 'The GPU device has no hostmem',
    kind: 'options',
    query: [...FIRST, 'drm/params'],
    truth: { component: 'configuration', causes: ['hostmem-small'] },
    target: gpu({ hostmem: null }),
  },
  {
    name: 'hostmem-tiny',
    title: 'The GPU device has hostmem=1M',
    kind: 'options',
    query: [...FIRST, 'memory/coherent-*'],
    truth: { component: 'configuration', causes: ['hostmem-small'] },
    target: gpu({ hostmem: '1M' }),
  },
  {
    name: 'hostmem-for-few',
    title: 'The GPU device has hostmem=256M',
    kind: 'options',
    query: ['memory/fragment', 'memory/map-many', 'drm/blob-map'],
    truth: { component: 'configuration', causes: ['hostmem-small'] },
    target: gpu({ hostmem: '256M' }),
  },
  {
    name: 'display-without-gl',
    title: 'The display has no OpenGL',
    kind: 'options',
    query: ['protocol/identity'],
    truth: { component: 'configuration', causes: ['vmm-refuses'] },
    target: (target) => ({ ...target, display: 'none' }),
  },
  {
    name: 'gpu-without-gl',
    title: 'The GPU device is one without 3D, which knows no venus',
    kind: 'options',
    query: ['protocol/identity'],
    truth: { component: 'configuration', causes: ['vmm-refuses'] },
    target: gpu({ device: 'virtio-gpu-pci' }),
  },
  {
    name: 'qemu-argument-unknown',
    title: 'QEMU is given an option that it does not know',
    kind: 'options',
    query: ['protocol/identity'],
    truth: { component: 'configuration', causes: ['vmm-refuses'] },
    stack: () => ({ qemuArgs: ['-no-such-option'] }),
  },
  {
    name: 'kernel-is-no-kernel',
    title: 'The kernel is a text file',
    kind: 'options',
    query: ['protocol/identity'],
    // It was given for this run, and the guest comes up without it.
    truth: { component: 'guest-kernel', causes: ['guest-silent'] },
    target: (target) => impatient(target),
    stack: ({ folder }) => ({ kernel: script(folder, 'kernel', 'exit 0') }),
  },
  {
    name: 'cpu-without-16k-pages',
    title: 'The CPU has no 16 KiB pages, and the kernel needs them',
    kind: 'options',
    query: ['protocol/identity'],
    truth: { component: 'infrastructure', causes: ['guest-silent'] },
    target: (target) => ({ ...impatient(target), cpu: 'cortex-a57' }),
  },
  {
    name: 'memory-too-small',
    title: 'The VM has 96 MiB of memory',
    kind: 'options',
    query: ['protocol/identity'],
    truth: { component: 'infrastructure', causes: ['guest-silent', 'guest-panic'] },
    target: (target) => ({ ...impatient(target), memoryMiB: 96 }),
  },
  {
    name: 'gpu-absent',
    title: 'The VM has no GPU',
    kind: 'options',
    query: FIRST,
    truth: { component: 'configuration', causes: ['no-gpu'] },
    target: gpu({ device: null }),
  },
  {
    name: 'guest-with-4k-pages',
    title: 'The guest has pages of 4 KiB',
    kind: 'options',
    query: ['drm/blob-placement', 'drm/blob-map'],
    truth: { component: 'guest-kernel', causes: ['blobs-at-4k'] },
    target: (target) => ({ ...target, image: { kind: 'built', release: 'forky', kernel: 'arm64' } }),
  },
  {
    name: 'stores-unordered',
    title: "TCG lets a guest's loads pass the stores before them",
    kind: 'options',
    query: ['memory/store-order'],
    truth: { component: 'accelerator', causes: ['stores-unordered'] },
    stack: () => ({ orderedStores: false }),
  },
];
