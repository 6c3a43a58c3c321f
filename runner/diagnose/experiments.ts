import type { Experiment } from './experiment.ts';

/** Cases that each stand for one thing that others rest on: the first one that fails is where to look. */
const CONTROLS = [
  'drm/capset',
  'drm/context',
  'drm/blob-map',
  'drm/blob-many',
  'drm/exec-fence',
  'drm/bad-blob',
  'drm/bad-ring',
  'drm/blob-placement',
  'protocol/identity',
  'protocol/instance',
  'protocol/queue-get',
  'memory/coherent-device-to-host',
  'memory/remap',
  'sync/fence-empty',
  'sync/fence-empty@no_fence_feedback',
  'sync/queue-idle',
  'transfer/fill',
  'compute/fill-shader',
] as const;

/** Of these the host's driver answers without a VM. */
const HOST_CONTROLS = [
  'protocol/instance',
  'protocol/queue-get',
  'protocol/api-version',
  'protocol/external-memory-fd',
  'protocol/device-all-extensions',
  'memory/import-back',
  'sync/external-semaphore-fd',
  'lifecycle/many-processes',
  'sync/query-copy',
  'sync/submit-batches',
  'transfer/fill',
  'transfer/copy-unaligned',
  'compute/fill-shader',
  'graphics/cube',
  'wsi/headless-present',
] as const;

/** Each turns one shortcut of Venus off: what then passes rested on it. */
const FLAGS = [
  'no_fence_feedback',
  'no_semaphore_feedback',
  'no_query_feedback',
  'no_event_feedback',
  'no_async_queue_submit',
  'no_async_mem_alloc',
  'no_multi_ring',
  'no_cmd_batching',
  'no_timeline_sync',
] as const;

/** Shortcuts that a case can rest on without saying so: turned off together, for they seldom matter. */
const TOGETHER = ['no_cmd_batching', 'no_multi_ring', 'no_async_queue_submit', 'no_async_mem_alloc'] as const;

/** Everything that can be varied, by id. Causes name what they want of it. */
export const experiments: readonly Experiment[] = [
  {
    id: 'verbose',
    change: 'VN_DEBUG=init,result,log_ctx_info VK_LOADER_DEBUG=error,warn',
    place: 'guest',
    caseId: null,
    env: { VN_DEBUG: 'init,result,log_ctx_info', VK_LOADER_DEBUG: 'error,warn' },
    costS: 0.5,
  },
  { id: 'host:same', change: "the host's driver without a VM", place: 'host', caseId: null, costS: 0.1 },
  {
    id: 'host:offers',
    change: "what the host's driver offers without a VM, against the same golden",
    place: 'host',
    caseId: null,
    evenWithoutVm: true,
    costS: 0.1,
  },
  { id: 'again', change: 'again in the same guest', place: 'guest', caseId: null, repeat: 4, costS: 2 },
  { id: 'fresh-guest', change: 'in a fresh guest', place: 'fresh-guest', caseId: null, costS: 8 },
  { id: 'page-size', change: "the guest's other page size", place: 'page-size', caseId: null, costS: 9 },
  { id: 'accelerator', change: 'another accelerator', place: 'accelerator', caseId: null, costS: 9 },
  { id: 'other-guest', change: 'another guest on the same host', place: 'other-guest', caseId: null, costS: 9 },
  { id: 'other-host', change: 'the same guest on another host stack', place: 'other-host', caseId: null, costS: 9 },
  { id: 'validation', change: "Vulkan's validation layer on the host", place: 'validation', caseId: null, costS: 9 },
  {
    id: 'validation:graphics/triangle',
    change: "graphics/triangle with Vulkan's validation layer on the host",
    place: 'validation',
    caseId: 'graphics/triangle',
    costS: 9,
  },
  {
    id: 'flags:together',
    change: `VN_PERF=${TOGETHER.join(',')}`,
    place: 'guest',
    caseId: null,
    env: { VN_PERF: TOGETHER.join(',') },
    costS: 0.4,
  },
  ...FLAGS.map((flag) => ({
    id: `flag:${flag}`,
    change: `VN_PERF=${flag}`,
    place: 'guest' as const,
    caseId: null,
    env: { VN_PERF: flag },
    costS: 0.4,
  })),
  ...CONTROLS.map((caseId) => ({
    id: `control:${caseId}`,
    change: `${caseId} in the same guest`,
    place: 'guest' as const,
    caseId,
    costS: 0.4,
  })),
  {
    id: 'sharing:no_fence_feedback',
    change: 'memory/coherent-device-to-host with VN_PERF=no_fence_feedback',
    place: 'guest',
    caseId: 'memory/coherent-device-to-host',
    env: { VN_PERF: 'no_fence_feedback' },
    costS: 0.4,
  },
  ...HOST_CONTROLS.map((caseId) => ({
    id: `host:${caseId}`,
    change: `${caseId} on the host's driver without a VM`,
    place: 'host' as const,
    caseId,
    costS: 0.3,
  })),
];

/** @throws Error for an id that is no experiment: a cause then names one that does not exist. */
export function experimentOf(id: string): Experiment {
  const found = experiments.find((experiment) => experiment.id === id);
  if (!found) throw new Error(`no experiment is called ${id}`);
  return found;
}
