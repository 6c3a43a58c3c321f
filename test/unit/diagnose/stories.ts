import type { factsOf, Given } from './facts-of.ts';

export const timeout = { outcome: 'fail', message: 'vkWaitForFences: expected VK_SUCCESS, got VK_TIMEOUT' } as const;
export const wrong = {
  outcome: 'fail',
  message: "the shader's words: expected 0x1, got 0x0 (35 of 100 words differ)",
} as const;
const line = (symptom: string, log: string, text: string) => ({ symptom, log, line: text });

/** What was seen, and the cause that must come first, for sure: title, case, cause, observations, the stack around. */
export const stories: readonly [
  string,
  string,
  string,
  Readonly<Record<string, Given>>,
  Parameters<typeof factsOf>[2]?,
][] = [
  [
    'feedback that never reaches the guest',
    'sync/fence-empty',
    'feedback-lost',
    {
      first: timeout,
      'flag:no_fence_feedback': 'pass',
      'host:same': 'pass',
      'host:transfer/fill': 'pass',
      'control:memory/coherent-device-to-host': 'pass',
    },
  ],
  [
    'fills that the host driver loses, and the feedback with them',
    'sync/fence-empty',
    'host-wrong-result',
    { first: timeout, 'flag:no_fence_feedback': 'pass', 'host:same': 'pass', 'host:transfer/fill': wrong },
  ],
  [
    'copies of queries that the host driver loses, and the feedback with them',
    'sync/query-timestamp',
    'host-wrong-result',
    {
      first: timeout,
      'flag:no_query_feedback': 'pass',
      'host:same': 'pass',
      'host:sync/query-copy': wrong,
      'control:memory/coherent-device-to-host': 'pass',
    },
  ],
  [
    'a picture in a window that the host driver draws wrong in any other as well',
    'wsi/vkcube-frame',
    'host-wrong-result',
    { first: wrong, 'host:protocol/instance': 'pass', 'host:transfer/fill': 'pass', 'host:graphics/cube': wrong },
  ],
  [
    'a window of the GPU that is enough for most cases',
    'memory/fragment',
    'hostmem-small',
    { first: { outcome: 'fail', message: 'VK_ERROR_OUT_OF_DEVICE_MEMORY' }, 'host:same': 'pass' },
    { gpu: 'virtio-gpu-gl-pci,venus=on,blob=on,hostmem=256M' },
  ],
  ['a wrong result of the driver', 'compute/fill-shader', 'host-wrong-result', { first: wrong, 'host:same': wrong }],
  ['a driver that hangs', 'sync/fence-empty', 'host-hangs', { first: 'timeout', 'host:same': 'timeout' }],
  [
    'a driver that loses its device',
    'sync/fence-work',
    'host-device-lost',
    {
      first: { outcome: 'fail', message: 'got VK_ERROR_DEVICE_LOST' },
      'host:same': { outcome: 'fail', message: 'got VK_ERROR_DEVICE_LOST' },
    },
  ],
  [
    'memory that is not shared',
    'sync/fence-empty',
    'memory-not-shared',
    {
      first: timeout,
      'flag:no_fence_feedback': 'fail',
      'host:same': 'pass',
      'host:transfer/fill': 'pass',
      'control:memory/coherent-device-to-host': { outcome: 'fail', message: '64 of 64 words differ' },
      'host:memory/import-back': 'pass',
      'control:sync/queue-idle': 'fail',
      'control:memory/remap': { outcome: 'fail', message: 'the device sees them: 1000 of 1000 words differ' },
    },
  ],
  [
    'memory that is not shared, behind a wait that rests on it',
    'memory/coherent-device-to-host',
    'memory-not-shared',
    {
      first: timeout,
      'flag:no_fence_feedback': { outcome: 'fail', message: 'expected 0x5a, got 0x0 (64 of 64 words differ)' },
      'host:same': 'pass',
      'host:memory/import-back': 'pass',
      'host:transfer/fill': 'pass',
      'control:sync/queue-idle': 'fail',
      'control:memory/remap': { outcome: 'fail', message: 'the device sees them: 1000 of 1000 words differ' },
    },
  ],
  [
    'memory that the host driver does not export',
    'memory/map-odd-sizes',
    'host-refuses',
    {
      first: {
        outcome: 'fail',
        message: 'vkMapMemory: VK_ERROR_MEMORY_MAP_FAILED',
        symptoms: [line('create-blob-refused', 'dmesg', 'response 0x1200 (command 0x10c)')],
      },
      'host:same': 'pass',
      'host:memory/import-back': { outcome: 'fail', message: 'vkGetMemoryFdKHR: got VK_ERROR_TOO_MANY_OBJECTS' },
    },
  ],
  [
    'a host driver that is of an older Vulkan',
    'protocol/instance',
    'host-lacks-feature',
    {
      first: { outcome: 'fail', message: 'found no physical device' },
      'host:same': 'pass',
      'host:protocol/api-version': { outcome: 'fail', message: 'the device reports Vulkan 1.0, below 1.2' },
    },
  ],
  [
    'blobs of a 4 KiB guest',
    'drm/blob-placement',
    'blobs-at-4k',
    { first: { outcome: 'fail', message: 'HVF would leave it to MMIO' }, 'page-size': 'pass' },
    { pageSize: 4096 },
  ],
  [
    'a render server that is not there',
    'protocol/identity',
    'render-server-missing',
    {
      first: {
        outcome: 'fail',
        message: 'x',
        symptoms: [line('render-server-exec', 'qemu', 'failed to exec /no/server: No such file')],
      },
    },
  ],
  [
    'venus=off',
    'drm/capset',
    'venus-off',
    { first: 'fail' },
    { gpu: 'virtio-gpu-gl-pci,venus=off,blob=on,hostmem=1G' },
  ],
  ['blob=off', 'drm/capset', 'blob-off', { first: 'fail' }, { gpu: 'virtio-gpu-gl-pci,venus=off,blob=off,hostmem=1G' }],
  ['no hostmem', 'drm/blob-map', 'hostmem-small', { first: 'fail' }, { gpu: 'virtio-gpu-gl-pci,venus=off,blob=on' }],
  [
    'a QEMU that does not start',
    'protocol/identity',
    'vmm-refuses',
    {},
    {
      boot: {
        stage: 'process',
        detail: 'QEMU ended',
        unreached: true,
        tail: 'qemu-system-aarch64: -x: invalid option',
      },
    },
  ],
  [
    'an extension that the host lacks as well',
    'protocol/extensions',
    'host-lacks-feature',
    {
      first: { outcome: 'fail', differences: ['$: "VK_KHR_external_fence_fd" is missing'] },
      'host:offers': {
        outcome: 'fail',
        differences: ['$: "VK_EXT_x" was added', '$: "VK_KHR_external_fence_fd" is missing'],
      },
    },
  ],
  [
    'descriptors that a process in the guest leaves behind',
    'protocol/instance-churn',
    'descriptors-leak',
    { first: { outcome: 'fail', message: 'open descriptors: 5 before, 15 after' }, 'host:same': 'pass' },
  ],
  [
    'stores that TCG does not order',
    'memory/store-order',
    'stores-unordered',
    { first: 'fail', 'host:same': 'pass' },
    { orderedStores: false },
  ],
  [
    'a device that is lost, of which the guest only sees a wait',
    'sync/fence-empty',
    'host-device-lost',
    { first: timeout, 'host:same': { outcome: 'fail', message: 'vkQueueSubmit: got VK_ERROR_DEVICE_LOST' } },
  ],
];

/** What leaves a doubt: title, case, the component that is blamed all the same, observations. */
export const openStories: readonly [string, string, string, Readonly<Record<string, Given>>][] = [
  ['a wrong result', 'graphics/triangle', 'guest-driver', { first: wrong, 'host:same': 'pass' }],
  ['an ioctl without Vulkan', 'drm/context', 'guest-kernel', { first: 'fail', 'host:protocol/instance': 'pass' }],
  [
    'a wrong result, and a line of the renderer',
    'graphics/triangle',
    'renderer',
    {
      first: { ...wrong, symptoms: [line('bad-object', 'qemu', 'vkr: failed to look up object 14 of type 19')] },
      'host:same': 'pass',
    },
  ],
];
