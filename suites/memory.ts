import type { Suite } from '../runner/plan/case.ts';

export const memory: Suite = {
  area: 'memory',
  title: 'Allocation, mapping and coherence of host memory in the guest',
  cases: [
    {
      name: 'map-odd-sizes',
      title: 'Mapped memory of 1 to 131268 bytes holds a pattern to its last byte',
      catches: 'blobs whose size or place is not aligned to a page of guest or host',
    },
    {
      name: 'coherent-device-to-host',
      title: "The device's writes to coherent memory reach a mapping that was there before",
      catches: 'host memory that is copied instead of shared',
    },
    {
      name: 'store-order',
      title: 'A sequentially consistent load does not pass the store before it, which Venus’ rings rest on',
      catches: 'an accelerator that lets it pass: once in a while a ring is not woken and its process hangs',
    },
  ],
};
