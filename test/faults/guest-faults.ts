import { guestKernelEnv, guestLayerEnv } from './build-parts.ts';
import { type Fault, holdOutThird, type PlainFault } from './fault.ts';
import { guestMisuseFaults } from './guest-misuse-faults.ts';

type Row = readonly [name: string, title: string, query: readonly string[]];

/** Between a program and Venus: what a guest driver that is wrong looks like. */
const ofDriver: readonly Row[] = [
  ['guest-software-driver', 'The device is llvmpipe in the place of Venus', ['protocol/identity']],
  ['guest-second-listing-empty', 'A second instance lists no device', ['protocol/instance', 'lifecycle/many-contexts']],
  [
    'guest-extensions-refused',
    'No device is made that asks for an extension',
    ['protocol/external-memory-fd', 'protocol/device-*', 'wsi/swapchain-advertised', 'wsi/headless-present'],
  ],
  ['guest-queue2-null', 'vkGetDeviceQueue2 gives no queue', ['protocol/queue-get']],
  [
    'guest-host-pointer-odd',
    'Imported host pointers have an alignment that is no power of two',
    ['memory/host-pointer-alignment', 'protocol/extensions'],
  ],
  ['guest-layout-unsupported', 'No descriptor set layout is supported', ['protocol/thread-rings*']],
  [
    'guest-map-is-a-copy',
    'Each mapping is a copy of its own',
    ['memory/remap', 'memory/map-odd-sizes', 'memory/coherent-*'],
  ],
  ['guest-maps-share-a-place', 'All mappings lie at one address', ['memory/map-many', 'memory/allocation-count']],
  ['guest-map-read-only', 'A mapping cannot be written', ['memory/map-vector', 'memory/map-tail', 'memory/huge']],
  ['guest-map-short', 'A mapping lacks its second page', ['memory/map-tail', 'memory/map-vector']],
  ['guest-map-folded', 'Two pages of a mapping are one', ['memory/map-vector', 'memory/map-odd-sizes']],
  [
    'guest-refusal-unclean',
    'Memory that cannot be had is refused with VK_ERROR_UNKNOWN',
    ['memory/huge', 'memory/allocation-count'],
  ],
  [
    'guest-hundred-allocations',
    'After a hundred allocations the driver fails',
    ['memory/allocation-count', 'memory/map-many', 'memory/fragment'],
  ],
  ['guest-memory-leaks', 'vkFreeMemory frees nothing', ['memory/fragment', 'memory/huge', 'memory/free-order']],
  ['guest-memory-not-fresh', 'Fresh memory holds what an earlier process left', ['memory/zeroed']],
  [
    'guest-external-memory-false',
    'Memory claims to be exportable and importable, and is not',
    ['memory/export-dma-buf', 'memory/import-back'],
  ],
  ['guest-wait-any-for-all', 'A wait for all fences ends with the first', ['sync/fence-wait-*']],
  ['guest-wait-all-for-any', 'A wait for any fence waits for all', ['sync/fence-wait-*']],
  [
    'guest-wait-at-once',
    'vkWaitForFences returns at once',
    ['sync/fence-timeout-zero', 'sync/fence-wait-*', 'sync/fence-reset'],
  ],
  [
    'guest-status-never',
    'vkGetFenceStatus never says that a fence is signalled',
    ['sync/fence-poll*', 'sync/fence-reset'],
  ],
  ['guest-fence-reset-lost', 'vkResetFences does nothing', ['sync/fence-reset', 'sync/fence-poll*']],
  ['guest-timelines-all-for-any', 'A wait for any timeline waits for all', ['sync/timeline-wait-any*']],
  [
    'guest-timeline-wait-at-once',
    'vkWaitSemaphores returns at once',
    ['sync/timeline-wait-any*', 'sync/timeline-host'],
  ],
  [
    'guest-counter-stale',
    'A timeline reads as it did the time before',
    ['sync/timeline-overtaken*', 'sync/wait-before-signal'],
  ],
  ['guest-idle-at-once', 'Waits for an idle queue or device return at once', ['sync/queue-idle', 'sync/device-idle']],
  ['guest-idle-hangs', 'Waits for an idle queue or device never return', ['sync/queue-idle', 'sync/device-idle']],
  ['guest-fence-import-dropped', 'vkImportFenceFdKHR does nothing', ['sync/external-fence-fd']],
  [
    'guest-fence-export-refused',
    'vkGetFenceFdKHR has no descriptor to give',
    ['sync/external-fence-fd', 'sync/sync-file-latency'],
  ],
  ['guest-semaphore-import-dropped', 'vkImportSemaphoreFdKHR does nothing', ['sync/external-semaphore-fd']],
  [
    'guest-swapchain-hidden',
    'VK_KHR_swapchain is hidden',
    ['wsi/swapchain-advertised', 'protocol/device-swapchain', 'wsi/headless-present'],
  ],
  [
    'guest-image-out-twice',
    'A swapchain hands its first image out again and again',
    ['wsi/present-sync', 'wsi/headless-present'],
  ],
  ['guest-swapchain-keeps-size', 'Swapchains keep the first one’s size', ['wsi/surface-resize']],
  [
    'guest-present-loses-surface',
    'vkQueuePresentKHR loses the surface',
    ['wsi/headless-present', 'wsi/surface-resize'],
  ],
  ['guest-display-without-modes', 'A display has no modes', ['wsi/display-acquire', 'wsi/display-present']],
  [
    'guest-display-list-crashes',
    'The driver crashes where displays are listed',
    ['wsi/display-enumerate', 'wsi/display-acquire', 'wsi/vkcube-display'],
  ],
  ['guest-features-unchecked', 'A device is made with features that it lacks', ['protocol/feature-absent']],
];

/** Between a program or a driver and the kernel: what a virtio-gpu driver that is wrong looks like. */
const ofKernel: readonly Row[] = [
  ['kernel-context-init-lost', 'The kernel says that it has no context init', ['drm/params']],
  [
    'kernel-blob-alignment-odd',
    'The kernel says that blobs have an alignment that is no power of two',
    ['drm/blob-alignment-param'],
  ],
  ['kernel-caps-refused', 'The kernel gives no capability set', ['drm/capset', 'protocol/identity']],
  ['kernel-context-refused', 'The kernel makes no context', ['drm/context', 'drm/blob-*', 'protocol/identity']],
  ['kernel-map-refused', 'The kernel maps no blob', ['drm/blob-map', 'drm/blob-placement', 'memory/map-tail']],
  ['kernel-refuses-nothing', 'The kernel says of what it refuses that it is done', ['drm/bad-*']],
  ['kernel-flip-lost', 'The kernel forgets page flips', ['drm/kms-dumb']],
  ['kernel-transfer-lost', 'Bytes do not come back from the host', ['drm/virgl']],
  ['kernel-descriptors-leak', 'Each context leaves a descriptor behind', ['protocol/instance-churn']],
];

const HANGING: ReadonlySet<string> = new Set(['guest-idle-hangs', 'guest-wait-all-for-any']);

const OTHER_TRUTHS: Readonly<Record<string, Fault['truth']>> = {
  'guest-software-driver': { component: 'configuration', causes: ['software-fallback'] },
  // A descriptor is the process's own: it looks like a driver that opens the node once more.
  'kernel-descriptors-leak': { component: 'guest-driver', causes: ['descriptors-leak'] },
  'guest-host-pointer-odd': { component: 'guest-driver', causes: ['only-in-the-guest', 'not-handed-on'] },
  'guest-map-is-a-copy': { component: 'guest-driver', causes: ['memory-not-shared', 'only-in-the-guest'] },
  // Whether the work is done by then is chance.
  'guest-idle-at-once': { component: 'guest-driver', causes: ['only-in-the-guest', 'unstable'] },
  'guest-swapchain-hidden': { component: 'guest-driver', causes: ['no-swapchain', 'only-in-the-guest'] },
};

const guestFault =
  (
    kind: 'guest-layer' | 'guest-kernel',
    envOf: (name: string) => Record<string, string>,
    truth: Fault['truth'],
  ): ((row: Row) => PlainFault) =>
  ([name, title, query]) => ({
    name,
    title,
    kind,
    place: 'guest',
    query,
    truth: OTHER_TRUTHS[name] ?? truth,
    ...(HANGING.has(name) ? { timeoutS: 2 } : {}),
    env: envOf(name),
    stack: ({ overlay }) => ({ overlay, guestEnv: envOf(name) }),
  });

/** Broken calls in the guest, above and below its driver. */
export const guestFaults: readonly Fault[] = [
  ...holdOutThird(
    ofDriver.map(
      guestFault('guest-layer', guestLayerEnv, { component: 'guest-driver', causes: ['only-in-the-guest'] }),
    ),
  ),
  ...holdOutThird(
    ofKernel.map(
      guestFault('guest-kernel', guestKernelEnv, { component: 'guest-kernel', causes: ['only-in-the-guest'] }),
    ),
  ),
  ...guestMisuseFaults,
];
