import type { Symptom } from './symptom.ts';

/** The driver's own words: in QEMU's log where the renderer loads it, in the probe's where there is no VM. */
const logs = ['qemu', 'virgl', 'guest-errors', 'guest-stderr'] as const;
const lost = { diagnosis: "the host's device was lost", component: 'host-driver' } as const;

/** What the host's Vulkan driver prints, or what is printed of it. */
export const hostDriver: readonly Symptom[] = [
  {
    id: 'moltenvk-error',
    text: '[mvk-error]',
    logs,
    diagnosis: 'MoltenVK reports an error; the first of them is the real one',
    component: 'host-driver',
  },
  // In the guest this is only what Venus hands on.
  { id: 'device-lost', text: 'VK_ERROR_DEVICE_LOST', logs: ['qemu', 'virgl', 'guest-errors'], ...lost },
  { id: 'sync-device-lost', text: 'sync submit hit device lost for fence_id', logs, ...lost },
];
