import type { Row } from './row.ts';

const IN_GUEST = 'only-in-the-guest';
const RENDERER_HANGS = 'renderer-hangs';

/** What the renderer loses, cuts or mixes up on the way, or what of it ends: the driver alone is sound. */
export const transport: readonly Row[] = [
  [
    'semaphore-feedback-lost',
    'The copies that carry the counters of timelines to the guest are lost',
    ['sync/timeline-device*', 'sync/timeline-wait-any*'],
    'feedback-lost',
    IN_GUEST,
  ],
  [
    'query-feedback-lost',
    'The copies that carry the results of queries to the guest are lost',
    ['sync/query-occlusion*', 'sync/query-statistics*'],
    'feedback-lost',
    IN_GUEST,
  ],
  [
    'command-data-cut',
    'The renderer reads half of the bytes that a large command brings with it',
    ['transfer/update', 'protocol/big-command'],
    IN_GUEST,
  ],
  ['batches-reversed', 'The renderer submits the last batch of a submission first', ['sync/submit-batches'], IN_GUEST],
  [
    'timeline-values-lost',
    'The renderer loses the values that submissions wait for and signal',
    ['sync/wait-before-signal', 'sync/timeline-device', 'sync/timeline-host'],
    IN_GUEST,
  ],
  [
    'semaphore-import-lost',
    'The renderer imports no signal into semaphores',
    ['sync/external-semaphore-fd', 'wsi/headless-present', 'wsi/present-sync'],
    IN_GUEST,
    RENDERER_HANGS,
  ],
  [
    'buffer-address-cut',
    'The renderer answers with the lower half of the address of a buffer',
    ['compute/buffer-device-address'],
    IN_GUEST,
    'renderer-died',
  ],
  [
    'pipeline-table-full',
    'The renderer has room for half a thousand compute pipelines',
    ['pipeline/many-pipelines'],
    'context-fatal',
  ],
  [
    'cache-size-short',
    'The renderer tells too small a size of a pipeline cache',
    ['pipeline/pipeline-cache'],
    IN_GUEST,
  ],
  [
    'blob-of-another',
    'Of two memories of one size the guest maps the first twice',
    ['memory/coherent-*', 'memory/map-many'],
    'memory-not-shared',
    IN_GUEST,
  ],
  [
    'feature-struct-lost',
    'The features of Vulkan 1.2 come back empty from the renderer',
    ['protocol/extensions', 'protocol/api-version', 'compute/buffer-device-address'],
    IN_GUEST,
  ],
  [
    'ring-thread-ends',
    'The thread that reads a ring ends, and the renderer lives on',
    ['sync/timeline-device', 'sync/async-submit'],
    RENDERER_HANGS,
  ],
  [
    'fence-thread-ends',
    'The thread that waits for what the guest’s kernel has fences for ends',
    ['sync/external-fence-fd', 'sync/sync-file-latency', 'wsi/headless-present'],
    RENDERER_HANGS,
    IN_GUEST,
  ],
  [
    'connection-lost',
    'A worker loses its connection after some recordings',
    ['sync/timeline-device', 'sync/async-submit'],
    'renderer-died',
  ],
  [
    'renderer-slow',
    'The renderer takes a tenth of a second for each recording and submission',
    ['sync/fence-latency', 'sync/async-submit'],
    RENDERER_HANGS,
    IN_GUEST,
  ],
];
