import type { Suite } from '../runner/plan/case.ts';

export const drm: Suite = {
  area: 'drm',
  title: "The kernel's virtio-gpu driver by ioctl, without Vulkan",
  cases: [
    {
      name: 'capset',
      title: 'Capability set 4 (Venus) is there, 160 bytes or more, with wire format version 1 or more',
      catches: 'a QEMU without venus=on, or a virglrenderer without Venus',
      needs: ['vm'],
    },
    {
      name: 'context',
      title: 'A context for the Venus capability set is made and answers',
      catches: 'a render server that refuses the context',
      needs: ['vm'],
    },
    {
      name: 'blob-map',
      title: "Host memory is made as a blob, mapped, holds a pattern, and the kernel's log stays clean",
      catches: 'a window (hostmem) that is missing or too small; a blob that the host refuses',
      needs: ['vm'],
    },
    {
      name: 'blob-placement',
      title: 'Every blob starts and ends on a multiple of 16 KiB of the host-visible window',
      catches: 'blobs that HVF on a 16 KiB host does not map and leaves to MMIO: told on any host',
      needs: ['vm'],
    },
  ],
};
