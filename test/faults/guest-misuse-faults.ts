import { guestKernelEnv, guestLayerEnv } from './build-parts.ts';
import { type Fault, holdOutNone, type PlainFault } from './fault.ts';

type Row = readonly [name: string, title: string, query: readonly string[], causes: Fault['truth']['causes']];

/** A guest driver that misuses the host's, deadlocks, or is wrong in some processes only. */
const ofDriver: readonly Row[] = [
  [
    'guest-image-levels-lost',
    'Images are made with one mip level',
    ['transfer/mips-layers', 'graphics/quad-textured'],
    ['invalid-usage', 'only-in-the-guest'],
  ],
  [
    'guest-timeline-values-lost',
    'A submission arrives without the values of its timeline semaphores',
    ['sync/timeline-device*', 'sync/wait-before-signal'],
    ['invalid-usage', 'only-in-the-guest'],
  ],
  [
    'guest-image-memory-freed-early',
    'The memory of an image is freed when the image is bound to it',
    ['memory/optimal-image', 'graphics/triangle', 'graphics/renderpass-clear'],
    ['invalid-usage', 'only-in-the-guest'],
  ],
  [
    'guest-code-cut',
    'Shader code is cut after 4 KiB',
    ['pipeline/shader-module'],
    ['invalid-usage', 'only-in-the-guest'],
  ],
  [
    'guest-fills-now-and-then-lost',
    'In one process of two fills do nothing',
    ['transfer/fill', 'sync/fence-work', 'memory/coherent-device-to-host', 'memory/async-alloc'],
    ['unstable', 'only-in-the-guest'],
  ],
  [
    'guest-threads-deadlock',
    'Two threads that compile at once wait for each other',
    ['pipeline/threaded-compile', 'protocol/thread-rings'],
    ['only-in-the-guest'],
  ],
  [
    'guest-device-halved',
    'The device has half the memory and half the image size of the host’s',
    ['protocol/features-limits'],
    ['not-handed-on', 'only-in-the-guest'],
  ],
];

/** A guest kernel whose blobs, mappings and submissions are not what it says. */
const ofKernel: readonly Row[] = [
  [
    'kernel-blob-number-wrong',
    'The kernel tells a number of a blob that the host does not know',
    ['drm/blob-many', 'protocol/instance', 'protocol/identity'],
    ['only-in-the-guest', 'context-fatal'],
  ],
  [
    'kernel-blob-handle-twice',
    'The kernel now and then gives a new blob the handle of the one before',
    ['drm/blob-many', 'memory/map-many', 'memory/allocation-count'],
    ['only-in-the-guest', 'memory-not-shared'],
  ],
  [
    'kernel-large-blob-again',
    'The kernel answers for ever that a large blob is to be asked for again (EAGAIN)',
    ['drm/blob-many', 'sync/fence-work', 'memory/huge'],
    ['only-in-the-guest'],
  ],
  [
    'kernel-blobs-spent',
    'The kernel has no place for more than sixty blobs of a process (ENOSPC)',
    ['drm/blob-many', 'memory/map-many', 'memory/allocation-count'],
    ['only-in-the-guest', 'hostmem-small'],
  ],
  [
    'kernel-caps-garbled',
    "The kernel loses the renderer's extensions from the capability set",
    ['drm/capset', 'protocol/extensions', 'pipeline/library'],
    ['only-in-the-guest'],
  ],
  [
    'kernel-maps-other-pages',
    'The kernel maps pages of its own in the place of the host’s memory',
    ['drm/blob-many', 'drm/blob-map', 'protocol/instance', 'sync/fence-empty'],
    ['memory-not-shared', 'only-in-the-guest', 'memory-not-mapped'],
  ],
  [
    'kernel-sync-files-never-signal',
    'The sync file of a submission never becomes readable',
    ['drm/exec-fence', 'sync/external-fence-fd', 'sync/sync-file-latency', 'sync/external-semaphore-fd'],
    ['only-in-the-guest'],
  ],
  [
    'kernel-submissions-refused-late',
    'After fifty submissions of a process the kernel refuses the rest (EIO)',
    ['drm/exec-fence', 'sync/sync-file-latency', 'protocol/idle-wake', 'lifecycle/many-contexts'],
    ['only-in-the-guest'],
  ],
];

const HANGING: ReadonlySet<string> = new Set(['guest-threads-deadlock', 'kernel-large-blob-again']);

const faultOf =
  (
    kind: 'guest-layer' | 'guest-kernel',
    component: 'guest-driver' | 'guest-kernel',
    envOf: (name: string) => Record<string, string>,
  ): ((row: Row) => PlainFault) =>
  ([name, title, query, causes]) => ({
    name,
    title,
    kind,
    place: 'guest',
    query,
    truth: { component, causes },
    ...(HANGING.has(name) ? { timeoutS: 3 } : {}),
    env: envOf(name),
    stack: ({ overlay }) => ({ overlay, guestEnv: envOf(name) }),
  });

/** Guests whose driver or kernel breaks what it promises to the other side. */
export const guestMisuseFaults: readonly Fault[] = holdOutNone([
  ...ofDriver.map(faultOf('guest-layer', 'guest-driver', guestLayerEnv)),
  ...ofKernel.map(faultOf('guest-kernel', 'guest-kernel', guestKernelEnv)),
]);
