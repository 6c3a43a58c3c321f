import type { Symptom } from './symptom.ts';

const logs = ['qemu', 'virgl', 'guest-errors'] as const;
const unmapped = {
  logs,
  diagnosis: 'a blob is placed where the host cannot map it, or the host refused to',
  component: 'vmm',
} as const;

/** What QEMU and its accelerator print. */
export const vmm: readonly Symptom[] = [
  {
    id: 'old-virglrenderer',
    text: 'old virglrenderer, venus unsupported',
    logs,
    diagnosis: 'QEMU was built with a virglrenderer that is too old for Venus',
    component: 'renderer',
  },
  { id: 'map-fixed-failed', text: 'failed to map(fixed) virgl resource:', ...unmapped },
  { id: 'map-failed', text: 'failed to map virgl resource:', ...unmapped },
  {
    id: 'command-rejected',
    text: 'virtio_gpu_virgl_process_cmd: ctrl 0x%x, error 0x%x',
    logs,
    diagnosis: "QEMU rejected the guest's command: its number is that of the line in the guest's kernel log",
    component: 'vmm',
    secondary: true,
  },
  {
    id: 'hvf-isv',
    text: 'Assertion failed: (isv)',
    logs,
    diagnosis: 'a blob that is not aligned to 16 KiB became MMIO under HVF: a guest kernel with 16 KiB pages mends it',
    component: 'accelerator',
  },
  {
    id: 'hvf-bad-argument',
    text: 'HV_BAD_ARGUMENT',
    logs,
    diagnosis: 'HVF was asked to map or unmap a blob that is not aligned to 16 KiB',
    component: 'accelerator',
  },
  {
    id: 'hvf-granule',
    text: 'HV_UNSUPPORTED',
    logs,
    diagnosis: 'the host lacks the 4 KiB granule (ipa-granule-size)',
    component: 'accelerator',
  },
  {
    id: 'hostmem-disabled',
    text: 'hostmem disabled',
    logs,
    diagnosis: 'the GPU has no host-visible window (hostmem=0)',
    component: 'configuration',
  },
  {
    id: 'no-render-node',
    text: 'egl: no drm render node available',
    logs,
    diagnosis: "QEMU's display option needs a render node, and the host has none",
    component: 'configuration',
  },
];
