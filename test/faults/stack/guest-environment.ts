import { guestKernelEnv } from '../build-parts.ts';
import { overlay } from './made-files.ts';
import { FIRST, type StackFault } from './stack-fault.ts';

const GPU_MODULE = 'usr/lib/modules/venus-suite/virtio_gpu.ko';
const GUEST_ICD = 'usr/share/vulkan/icd.d/virtio_icd.json';
const GUEST_LOADER = 'usr/lib/aarch64-linux-gnu/libvulkan.so.1';
const GUEST_DRIVER = 'usr/lib/aarch64-linux-gnu/libvulkan_virtio.so';

/** What a program in the guest finds around it, and how it can be wrong. */
export const guestEnvironment: readonly StackFault[] = [
  {
    name: 'guest-driver-not-there',
    title: 'VK_DRIVER_FILES in the guest names nothing',
    kind: 'guest-environment',
    query: FIRST,
    truth: { component: 'configuration', causes: ['guest-driver-not-found'] },
    stack: () => ({ guestEnv: { VK_DRIVER_FILES: '/no/virtio_icd.json' } }),
  },
  {
    name: 'guest-icd-empty',
    title: "The manifest of the guest's Venus is empty",
    kind: 'guest-environment',
    query: FIRST,
    truth: { component: 'configuration', causes: ['guest-driver-not-found'] },
    stack: ({ folder }) => ({ overlay: overlay(folder, { [GUEST_ICD]: '{}' }) }),
  },
  {
    name: 'guest-driver-no-library',
    title: "The guest's libvulkan_virtio.so is a text file",
    kind: 'guest-environment',
    query: FIRST,
    truth: { component: 'configuration', causes: ['guest-driver-not-found'] },
    stack: ({ folder }) => ({ overlay: overlay(folder, { [GUEST_DRIVER]: 'exit 0' }) }),
  },
  {
    name: 'guest-loader-no-library',
    title: "The guest's libvulkan.so.1 is a text file",
    kind: 'guest-environment',
    query: FIRST,
    truth: { component: 'configuration', causes: ['guest-driver-not-found'] },
    stack: ({ folder }) => ({ overlay: overlay(folder, { [GUEST_LOADER]: 'exit 0' }) }),
  },
  {
    name: 'gpu-module-broken',
    title: "The guest's virtio_gpu.ko is a text file",
    kind: 'guest-environment',
    query: FIRST,
    truth: { component: 'guest-kernel', causes: ['gpu-driver-absent'] },
    stack: ({ folder }) => ({ overlay: overlay(folder, { [GPU_MODULE]: 'no module' }) }),
  },
  {
    name: 'render-node-denied',
    title: 'The render node cannot be opened: permission denied',
    kind: 'guest-environment',
    query: FIRST,
    truth: { component: 'configuration', causes: ['render-node-denied'] },
    stack: (parts) => ({ overlay: parts.overlay, guestEnv: guestKernelEnv('kernel-render-node-denied') }),
  },
];
