import { type CaseSpec, type Suite, vnPerf } from '../runner/plan/case.ts';

const instances: readonly CaseSpec[] = [
  {
    name: 'instance',
    title: 'An instance is made, destroyed and made again, and lists the same devices',
    catches: 'a context that the render server refuses; a driver that hides the others',
  },
  {
    name: 'instance-churn',
    title: 'Ten instances, one after the other, leave no descriptor behind',
    catches: 'a connection to the renderer that outlives its instance',
  },
  {
    name: 'identity',
    title: 'The first device is Venus on virtio-gpu (driverID, deviceName)',
    catches: 'a silent fall-back to a software driver in the guest',
    needs: ['vm'],
  },
];

const offers: readonly CaseSpec[] = [
  {
    name: 'api-version',
    title: 'What the reported version and extensions require, the features and extensions hold',
    catches: 'a version or an extension that is reported without what it stands for',
  },
  {
    name: 'extensions',
    title: "The sorted list of the device's extensions is the golden of the stack's profile",
    catches: 'extensions that are faked or lost',
    needs: ['vm'],
    golden: 'json',
  },
  {
    name: 'features-limits',
    title: "The device's features, limits and memory types are the golden of the stack's profile",
    catches: 'features or limits that change on their way to the guest',
    needs: ['vm'],
    golden: 'json',
  },
  {
    name: 'external-memory-fd',
    title: 'A device that offers VK_KHR_external_memory_fd is made with it',
    catches: 'a device that is rejected with VK_ERROR_INITIALIZATION_FAILED',
  },
];

const devices: readonly CaseSpec[] = [
  {
    name: 'queue-get',
    title: 'vkGetDeviceQueue and vkGetDeviceQueue2 give one queue, and it takes work',
    catches: 'a context set fatal by the older call; a guest driver that crashes in the newer one',
  },
  {
    name: 'queue-all-families',
    title: 'Every queue of every family takes work and signals',
    catches: 'a queue that is bound to no timeline of the context (ring_idx)',
  },
  {
    name: 'device-swapchain',
    title: 'A device with VK_KHR_swapchain is made and takes work',
    catches: 'the assertion semaphore_importable',
  },
  {
    name: 'device-all-extensions',
    title: 'A device with every extension that it offers is made and takes work',
    catches: 'an extension that is offered and has nothing behind it',
  },
  {
    name: 'feature-absent',
    title: 'Asking for a feature that is absent is refused, and the next device works',
    catches: 'a refusal that aborts the process or takes the context down',
  },
  {
    name: 'handles',
    title: "Fences, buffers and images of two devices have handles of their own and survive each other's destruction",
    catches: 'two live objects with one handle',
  },
];

const ring: readonly CaseSpec[] = [
  {
    name: 'big-command',
    title: 'Command streams larger than the ring, in one command buffer and in one command, arrive whole',
    catches: 'streams that go by a memory of their own (indirect upload) and are cut or lost',
  },
  {
    name: 'ring-wrap',
    title: 'Small commands, 400,000 of them, pass the ring without a stall',
    catches: "the ring's sequence number or space counted wrong",
  },
  {
    name: 'idle-wake',
    title: 'A submission after 2 ms, 20 ms, 200 ms and 1.2 s of rest is answered within a second',
    catches: 'a notification that never wakes the renderer',
  },
  {
    name: 'thread-rings',
    title: 'Calls of 32 threads, each of which waits for its answer, all return',
    catches: 'rings of threads that block each other, or a ring that cannot be made',
    variants: vnPerf('no_multi_ring'),
  },
];

export const protocol: Suite = {
  area: 'protocol',
  title: 'Instance, device, queues, command ring: the first words between the guest driver and the renderer',
  cases: [...instances, ...offers, ...devices, ...ring],
};
