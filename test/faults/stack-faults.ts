import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GpuOptions, VmTarget } from '../../runner/plan/target.ts';
import { guestKernelEnv } from './build-parts.ts';
import { type Fault, type FaultParts, holdOutThird, type PlainFault } from './fault.ts';

const gpu =
  (changes: Partial<GpuOptions>) =>
  (target: VmTarget): VmTarget => ({ ...target, gpu: { ...target.gpu, ...changes } });

/** What never answers is waited for no longer than on hardware. */
const impatient = (target: VmTarget): VmTarget => ({ ...target, timeScale: 1 });

/** A program of the fault's own. */
function script(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A folder that is laid over the guest's root. */
function overlay(folder: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, 'overlay');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const GPU_MODULE = 'usr/lib/modules/venus-suite/virtio_gpu.ko';
const GUEST_ICD = 'usr/share/vulkan/icd.d/virtio_icd.json';
const GUEST_DRIVER = 'usr/lib/aarch64-linux-gnu/libvulkan_virtio.so';
const first = ['protocol/identity', 'drm/capset', 'drm/context', 'drm/blob-map'] as const;

/** Most of them change either the target or the stack. */
type StackFault = Omit<PlainFault, 'place' | 'stack'> & Partial<Pick<Fault, 'stack'>>;

/** How QEMU's command line can be wrong. */
const options: readonly StackFault[] = [
  {
    name: 'venus-off',
    title: 'The GPU device has venus=off',
    kind: 'options',
    query: first,
    truth: { component: 'configuration', causes: ['venus-off'] },
    target: gpu({ venus: false }),
  },
  {
    name: 'blob-off',
    title: 'The GPU device has blob=off',
    kind: 'options',
    query: first,
    truth: { component: 'configuration', causes: ['blob-off'] },
    target: gpu({ blob: false }),
  },
  {
    name: 'hostmem-absent',
    title: 'The GPU device has no hostmem',
    kind: 'options',
    query: [...first, 'drm/params'],
    truth: { component: 'configuration', causes: ['hostmem-small'] },
    target: gpu({ hostmem: null }),
  },
  {
    name: 'hostmem-tiny',
    title: 'The GPU device has hostmem=1M',
    kind: 'options',
    query: [...first, 'memory/coherent-*'],
    truth: { component: 'configuration', causes: ['hostmem-small'] },
    target: gpu({ hostmem: '1M' }),
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
    truth: { component: 'infrastructure', causes: ['guest-silent', 'vmm-refuses'] },
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
    query: first,
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

const hostEnvironment: readonly StackFault[] = [
  {
    name: 'render-server-missing',
    title: 'RENDER_SERVER_EXEC_PATH names nothing',
    kind: 'host-environment',
    query: first,
    truth: { component: 'configuration', causes: ['render-server-missing'] },
    stack: () => ({ hostEnv: { RENDER_SERVER_EXEC_PATH: '/no/virgl_render_server' } }),
  },
  {
    name: 'render-server-exits',
    title: 'The render server ends at once',
    kind: 'host-environment',
    query: first,
    truth: { component: 'renderer', causes: ['render-server-ends'] },
    stack: ({ folder }: FaultParts) => ({ renderServer: script(folder, 'exits', 'exit 1') }),
  },
  {
    name: 'render-server-speaks-otherwise',
    title: 'The render server answers in another protocol',
    target: (target) => impatient(target),
    kind: 'host-environment',
    query: first,
    truth: { component: 'renderer', causes: ['render-server-ends'] },
    stack: ({ folder }: FaultParts) => ({
      // Its socket is the descriptor that --socket-fd names.
      renderServer: script(
        folder,
        'speaks',
        'for a in "$@"; do case $a in [0-9]*) fd=$a;; --socket-fd=*) fd=$(echo "$a" | cut -d= -f2);; esac; done\nwhile printf 0123456789abcdef >&"$fd"; do sleep 1; done',
      ),
    }),
  },
  {
    name: 'host-driver-not-there',
    title: 'VK_DRIVER_FILES on the host names nothing',
    kind: 'host-environment',
    query: first,
    truth: { component: 'configuration', causes: ['host-driver-not-found'] },
    stack: () => ({ hostEnv: { VK_DRIVER_FILES: '/no/such_icd.json' } }),
  },
  {
    name: 'validation-asked-for',
    title: 'VKR_DEBUG=validate, and no validation layer on the host',
    kind: 'host-environment',
    query: first,
    truth: { component: 'configuration', causes: ['validation-not-there'] },
    stack: () => ({ hostEnv: { VKR_DEBUG: 'validate' } }),
  },
];

const guestEnvironment: readonly StackFault[] = [
  {
    name: 'guest-driver-not-there',
    title: 'VK_DRIVER_FILES in the guest names nothing',
    kind: 'guest-environment',
    query: first,
    truth: { component: 'configuration', causes: ['guest-driver-not-found'] },
    stack: () => ({ guestEnv: { VK_DRIVER_FILES: '/no/virtio_icd.json' } }),
  },
  {
    name: 'guest-icd-empty',
    title: "The manifest of the guest's Venus is empty",
    kind: 'guest-environment',
    query: first,
    truth: { component: 'configuration', causes: ['guest-driver-not-found'] },
    stack: ({ folder }) => ({ overlay: overlay(folder, { [GUEST_ICD]: '{}' }) }),
  },
  {
    name: 'guest-driver-no-library',
    title: "The guest's libvulkan_virtio.so is a text file",
    kind: 'guest-environment',
    query: first,
    truth: { component: 'configuration', causes: ['guest-driver-not-found'] },
    stack: ({ folder }) => ({ overlay: overlay(folder, { [GUEST_DRIVER]: 'exit 0' }) }),
  },
  {
    name: 'gpu-module-broken',
    title: "The guest's virtio_gpu.ko is a text file",
    kind: 'guest-environment',
    query: first,
    truth: { component: 'guest-kernel', causes: ['gpu-driver-absent'] },
    stack: ({ folder }) => ({ overlay: overlay(folder, { [GPU_MODULE]: 'no module' }) }),
  },
  {
    name: 'render-node-denied',
    title: 'The render node cannot be opened: permission denied',
    kind: 'guest-environment',
    query: first,
    truth: { component: 'configuration', causes: ['render-node-denied'] },
    stack: (parts) => ({ overlay: parts.overlay, guestEnv: guestKernelEnv('kernel-render-node-denied') }),
  },
];

const planted = (list: readonly StackFault[]): Fault[] =>
  holdOutThird(list.map((fault) => ({ stack: () => ({}), ...fault, place: 'stack' })));

/** Faults of what stands around the drivers. */
export const stackFaults: readonly Fault[] = planted([...options, ...hostEnvironment, ...guestEnvironment]);
