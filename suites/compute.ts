import type { Suite } from '../runner/plan/case.ts';

export const compute: Suite = {
  area: 'compute',
  title: 'Compute shaders with exact results',
  cases: [
    {
      name: 'fill-shader',
      title: 'A compute shader writes what the same function gives on the CPU',
      catches: 'dispatches that are lost, cut short or run on the wrong memory',
    },
    {
      name: 'add',
      title: 'A shader adds two lists of floats and every sum is exact',
      catches: 'floats that are changed on the way, or computed otherwise',
    },
    {
      name: 'storage-buffers',
      title: 'Four storage buffers of one set reach the parts of memory that they were bound to',
      catches: "a descriptor's binding, offset or range that is lost or exchanged",
    },
    {
      name: 'shared-barrier',
      title: "Barriers order what a workgroup's invocations write to shared memory",
      catches: 'barriers that a shader translator drops or moves',
    },
    {
      name: 'atomics',
      title: 'Atomics on a few words lose no invocation',
      catches: 'atomics that became plain reads and writes; signed taken for unsigned',
    },
    {
      name: 'indirect',
      title: 'Indirect dispatches take the sizes that the device wrote before',
      catches: 'sizes that are read too early, or at a wrong offset',
    },
    {
      name: 'push-constants',
      title: 'Push constants hold what was pushed last, whole or in parts',
      catches: 'an offset that is dropped, or an update that clears the rest',
    },
    {
      name: 'specialization',
      title: 'Specialization constants of each type reach the shader',
      catches: "map entries or data that are serialized wrongly; a workgroup's size that stays as it was",
    },
    {
      name: 'subgroup',
      title: 'Subgroup operations give what the CPU makes of the same subgroups',
      catches: "properties of subgroups that are not the host device's; operations that a translator gets wrong",
    },
    {
      name: 'buffer-device-address',
      title: 'A shader follows addresses from one buffer to the next',
      catches: "addresses of the guest where the host's are needed",
    },
    {
      name: 'image-store',
      title: "A compute shader's writes to a storage image are where they belong",
      catches: 'a layout transition or an image descriptor that is lost',
    },
    {
      name: 'long-dispatch',
      title: 'A dispatch of about two seconds ends with the right result',
      catches: 'a watchdog that takes a slow device for a dead one',
      timeoutS: 30,
    },
    {
      name: 'many-dispatches',
      title: 'A thousand dispatches in one command buffer run each once and in order',
      catches: 'a long command stream that loses, repeats or reorders a part',
    },
  ],
};
