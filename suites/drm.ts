import type { Suite } from '../runner/plan/case.ts';

export const drm: Suite = {
  area: 'drm',
  title: "The kernel's virtio-gpu driver by ioctl, without Vulkan",
  cases: [
    {
      name: 'params',
      title: 'VIRTGPU_GETPARAM 1 to 9: 3D features, capset fix, blobs, host-visible memory, context init are there',
      catches: 'a QEMU without blob=on or hostmem; a guest kernel that is too old (required kernel param is missing)',
      needs: ['vm'],
    },
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
      name: 'blob-many',
      title: 'Many blobs have handles, resources and memory of their own, and two mappings of one are the same memory',
      catches: 'a kernel that mixes up or runs out of blobs, or maps other pages than the host’s',
      needs: ['vm'],
    },
    {
      name: 'exec-fence',
      title: 'Empty submissions to the context of Venus come back, and their fences signal soon',
      catches: 'a fence that the kernel or QEMU forgets, told from one that Venus waits for in vain',
      needs: ['vm'],
    },
    {
      name: 'blob-placement',
      title: 'Every blob starts and ends on a multiple of 16 KiB of the host-visible window',
      catches: 'blobs that HVF on a 16 KiB host does not map and leaves to MMIO: told on any host',
      needs: ['vm'],
    },
    {
      name: 'blob-alignment-param',
      title: 'VIRTIO_GPU_F_BLOB_ALIGNMENT has a parameter of whole pages, and a size that breaks it is refused',
      catches: 'an alignment that device and kernel agree on and then do not hold',
      needs: ['vm'],
    },
    {
      name: 'bad-blob',
      title: 'Blobs and handles that are wrong are refused within 5 s, without an oops, and the context lives on',
      catches: 'a wait without an end, or an oops, after a blob that the host refuses',
      needs: ['vm'],
      // The host refuses the blob whose id it does not know, and what the kernel then asks of it.
      expectedLog: [
        'response 0x120[03] \\(command 0x(10c|208|209|102)\\)',
        'ctrl 0x(10c|208|209|102), error 0x120[03]',
        'virgl blob create error',
        'resource does not exist',
        'proxy: (invalid reply for|failed to get) blob',
      ],
    },
    {
      name: 'bad-ring',
      title: 'Rings, capsets and fences that are wrong are refused within 5 s, and contexts live on',
      catches: 'a ring index that nobody checks, or that costs other contexts their renderer',
      needs: ['vm'],
      // virglrenderer ends the one context that uses a ring without a queue.
      expectedLog: ['invalid ring_idx 63', 'failed to dispatch context op', 'proxy: (socket disconnected|failed to )'],
    },
    {
      name: 'kms-dumb',
      title: 'A dumb buffer is shown by a mode set, page flips end with their events, and it reads back in the guest',
      catches: 'a mode set or a flip that the host refuses or never ends',
      needs: ['vm'],
    },
    {
      name: 'virgl',
      title: "A context for virgl (capset 1 or 2) is made, and bytes go to the host's GL and come back",
      catches: 'a host GL that is broken beside a Venus that works',
      needs: ['vm'],
    },
  ],
};
