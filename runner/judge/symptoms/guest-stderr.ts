import type { Symptom } from './symptom.ts';

const logs = ['guest-stderr'] as const;

/** What Venus and its users print in the guest; most of it needs VN_DEBUG=init,result. */
export const guestStderr: readonly Symptom[] = [
  {
    id: 'stuck-in-wait',
    text: 'stuck in %s wait with iter at %d',
    logs,
    diagnosis: 'for 3.5 s the renderer did not answer, or the object that is waited for did not signal',
    component: 'renderer',
    secondary: true,
  },
  {
    id: 'ring-alive-expired',
    text: 'aborting on expired ring alive status at iter %d',
    logs,
    diagnosis: "the renderer is dead, or the ring's memory is not shared with it",
    component: 'renderer',
  },
  {
    id: 'ring-fatal',
    text: 'aborting on ring fatal error at iter %d',
    logs,
    diagnosis: "a command could not be decoded or dispatched: the renderer's own line says which",
    component: 'renderer',
  },
  {
    id: 'ring-submit-fatal',
    text: 'vn_ring_submit abort on fatal',
    logs,
    diagnosis: "a command could not be decoded or dispatched: the renderer's own line says which",
    component: 'renderer',
  },
  {
    id: 'feedback-device-lost',
    text: 'aborting on sfb device lost',
    logs,
    diagnosis: "the host's device was lost",
    component: 'host-driver',
  },
  {
    id: 'ring-shmem',
    text: 'failed to allocate/map ring shmem',
    logs,
    diagnosis: 'the host-visible window (hostmem) is too small, or the blob was placed or aligned wrongly',
    component: 'configuration',
  },
  {
    id: 'blob-create',
    text: 'RESOURCE_CREATE_BLOB failed: type=',
    logs,
    diagnosis: 'the guest kernel or the host refused a blob',
    component: 'guest-kernel',
  },
  {
    id: 'blob-mmap',
    text: 'mmap failed: gpu_fd=',
    logs,
    diagnosis: 'a blob could not be mapped in the guest',
    component: 'guest-kernel',
  },
  {
    id: 'blob-map',
    text: 'MAP failed: handle=',
    logs,
    diagnosis: 'a blob could not be mapped in the guest',
    component: 'guest-kernel',
  },
  {
    id: 'kernel-param-missing',
    text: 'required kernel param %d is missing',
    logs,
    diagnosis: 'the GPU has no blob=on, or lacks context types',
    component: 'configuration',
  },
  {
    id: 'no-venus-capset',
    text: 'failed to get venus v%d capset',
    logs,
    diagnosis: 'the GPU has no venus=on',
    component: 'configuration',
  },
  {
    id: 'semaphore-importable',
    text: 'semaphore_importable',
    logs,
    diagnosis: 'a swapchain is offered by a driver whose other half of that change is missing (vn_device.c)',
    component: 'guest-driver',
  },
  {
    id: 'no-display-extension',
    text: 'failed to find the VK_KHR_display extension',
    logs,
    diagnosis: 'no window system integration is offered: the host has no importable sync_fd',
    component: 'guest-driver',
  },
  {
    id: 'no-display',
    text: 'Cannot find any display!',
    logs,
    diagnosis: 'the window system layer was given no DRM descriptor (vn_wsi_init passes fd -1)',
    component: 'guest-driver',
  },
  {
    id: 'no-dri3',
    text: 'No DRI3 support detected',
    logs,
    diagnosis: 'the X server has no DRI3, and MESA_VK_WSI_DEBUG=sw is not set',
    component: 'configuration',
  },
];
