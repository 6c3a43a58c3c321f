import type { Suite } from '../runner/plan/case.ts';

export const protocol: Suite = {
  area: 'protocol',
  title: 'Instance, device, queues: the first words between the guest driver and the renderer',
  cases: [
    {
      name: 'instance',
      title: 'An instance is made, destroyed and made again, and lists the same devices',
      catches: 'a context that the render server refuses; a driver that hides the others',
    },
    {
      name: 'identity',
      title: 'The first device is Venus on virtio-gpu (driverID, deviceName)',
      catches: 'a silent fall-back to a software driver in the guest',
      needs: ['vm'],
    },
    {
      name: 'queue-get',
      title: 'vkGetDeviceQueue and vkGetDeviceQueue2 give one queue, and it takes work',
      catches: 'a context set fatal by the older call; a guest driver that crashes in the newer one',
    },
    {
      name: 'handles',
      title: "Fences, buffers and images of two devices have handles of their own and survive each other's destruction",
      catches: 'two live objects with one handle',
    },
  ],
};
