import type { Symptom } from './symptom.ts';

const logs = ['dmesg'] as const;
const neverMade = {
  logs,
  diagnosis: 'a resource that was never made is used or released (INVALID_RESOURCE_ID): look for what refused it',
  component: 'renderer',
  secondary: true,
} as const;

/** What the guest's virtio-gpu driver prints of the host's answers: `response 0x%x (command 0x%x)`. */
export const guestKernel: readonly Symptom[] = [
  {
    id: 'create-blob-refused',
    text: 'response 0x1200 (command 0x10c)',
    logs,
    diagnosis: 'the host refused to make a blob (RESOURCE_CREATE_BLOB)',
    component: 'renderer',
  },
  {
    id: 'map-blob-refused',
    text: 'response 0x1200 (command 0x208)',
    logs,
    diagnosis: 'the host refused to map a blob (RESOURCE_MAP_BLOB)',
    component: 'vmm',
  },
  {
    id: 'nomodeset',
    text: 'Booted with the nomodeset parameter',
    logs,
    diagnosis: "the kernel's command line has nomodeset: virtio_gpu refuses to bind its device",
    component: 'configuration',
  },
  {
    id: 'window-without-place',
    text: "BAR 4 %s: can't assign; no space",
    logs,
    diagnosis: "the machine has no room for the GPU's host-visible window, so that the device cannot be bound",
    component: 'configuration',
  },
  {
    id: 'connector-off',
    text: 'forcing %s connector off',
    logs,
    diagnosis: "the kernel's command line says that nothing is connected (video=…:d)",
    component: 'configuration',
  },
  { id: 'unref-of-nothing', text: 'response 0x1203 (command 0x102)', ...neverMade },
  { id: 'map-of-nothing', text: 'response 0x1203 (command 0x208)', ...neverMade },
  { id: 'unmap-of-nothing', text: 'response 0x1203 (command 0x209)', ...neverMade },
];
