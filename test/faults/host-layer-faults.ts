import { FAULT_VARIABLE } from './build-parts.ts';
import { type Fault, holdOutThirds, type PlainFault } from './fault.ts';

type Row = readonly [name: string, title: string, query: readonly string[], ...causes: string[]];

const WRONG = 'host-wrong-result';
const REFUSES = 'host-refuses';
const HANGS = 'host-hangs';

/** Faults that the host's driver shows without a VM as well. */
const ofDriver: readonly Row[] = [
  [
    'fill-dropped',
    'vkCmdFillBuffer does nothing',
    ['sync/fence-empty*', 'sync/fence-work*', 'sync/fence-poll', 'transfer/fill'],
    WRONG,
    HANGS,
  ],
  [
    'fill-wrong-bit',
    'A fill writes one wrong bit',
    ['transfer/fill', 'sync/fence-work*', 'memory', 'protocol', 'lifecycle', 'soak/hour'],
    WRONG,
  ],
  ['fill-shifted', 'A fill begins one word late', ['transfer/fill'], WRONG],
  [
    'update-dropped',
    'vkCmdUpdateBuffer does nothing',
    ['transfer/update', 'protocol/big-command', 'compute/indirect'],
    WRONG,
  ],
  [
    'copy-buffer-short',
    'A copy of a buffer lacks its last byte',
    ['transfer/copy-unaligned', 'memory/coherent-*', 'memory/types', 'memory/async-alloc*', 'memory/remap'],
    WRONG,
  ],
  ['copy-buffer-dropped', 'vkCmdCopyBuffer does nothing', ['transfer/copy-unaligned', 'memory/coherent-*'], WRONG],
  [
    'buffer-to-image-short',
    'A copy to an image lacks its last row',
    ['transfer', 'memory/optimal-image', 'graphics/quad-textured'],
    WRONG,
  ],
  [
    'buffer-to-image-pitch-lost',
    'A copy to an image takes its rows as packed',
    ['transfer/buffer-to-image-pitch', 'transfer/mips-layers'],
    WRONG,
  ],
  [
    'buffer-to-image-first-layer',
    'A copy to an image only reaches the first layer',
    ['transfer/buffer-to-image-pitch', 'transfer/mips-layers'],
    WRONG,
  ],
  [
    'image-to-buffer-short',
    'A copy from an image lacks its last row',
    ['transfer', 'graphics/renderpass-clear', 'memory/*-image'],
    WRONG,
  ],
  [
    'image-to-buffer-dropped',
    'vkCmdCopyImageToBuffer does nothing',
    ['transfer/*image*', 'graphics/triangle', 'wsi/headless-present'],
    WRONG,
  ],
  ['blit-shifted', 'A blit reads one column less', ['transfer/blit'], WRONG],
  ['resolve-dropped', 'vkCmdResolveImage does nothing', ['transfer/resolve'], WRONG],
  [
    'clear-color-wrong',
    'vkCmdClearColorImage clears to another colour',
    ['transfer/clear-color', 'wsi/headless-present', 'wsi/surface-resize', 'wsi/present-sync'],
    WRONG,
  ],
  ['clear-depth-dropped', 'vkCmdClearDepthStencilImage does nothing', ['transfer/clear-depth'], WRONG],
  ['dispatch-dropped', 'vkCmdDispatch does nothing', ['compute', 'pipeline', 'host/baseline'], WRONG],
  ['dispatch-short', 'A dispatch lacks its last work group', ['compute'], WRONG],
  ['dispatch-indirect-dropped', 'vkCmdDispatchIndirect does nothing', ['compute/indirect'], WRONG],
  [
    'draw-dropped',
    'vkCmdDraw does nothing',
    ['graphics', 'pipeline/library*', 'sync/query-occlusion*', 'sync/query-statistics*', 'wsi/vkcube-frame'],
    WRONG,
  ],
  ['draw-short', 'A draw lacks its last triangle', ['graphics'], WRONG],
  ['draw-one-instance', 'Only the first instance is drawn', ['graphics/instanced'], WRONG],
  ['draw-indexed-dropped', 'vkCmdDrawIndexed does nothing', ['graphics/triangle-indexed'], WRONG],
  ['push-constants-dropped', 'vkCmdPushConstants does nothing', ['compute/push-constants', 'graphics/cube'], WRONG],
  ['secondary-dropped', 'vkCmdExecuteCommands does nothing', ['graphics/secondary-buffers*'], WRONG],
  ['render-pass-clear-lost', 'A render pass clears to black', ['graphics/renderpass-clear'], WRONG],
  ['render-area-row-lost', 'The render area lacks its last row', ['graphics/renderpass-clear'], WRONG],
  ['rendering-clear-lost', 'Dynamic rendering clears to black', ['graphics/dynamic-rendering'], WRONG],
  ['viewport-shifted', 'Every viewport lies one pixel to the right', ['graphics/triangle'], WRONG],
  ['depth-test-off', 'The depth test is off', ['graphics/depth', 'graphics/cube'], WRONG],
  ['stencil-test-off', 'The stencil test is off', ['graphics/stencil'], WRONG],
  ['blend-off', 'Blending is off', ['graphics/blend'], WRONG],
  ['samples-lost', 'Only the first sample is written', ['graphics/msaa-resolve'], WRONG],
  [
    'graphics-pipeline-refused',
    'No graphics pipeline can be made',
    ['graphics/pipeline-bind', 'graphics/triangle', 'pipeline/library*'],
    REFUSES,
  ],
  [
    'specialization-lost',
    'Specialization constants keep their defaults',
    ['compute/specialization', 'pipeline/shader-module', 'pipeline/*-pipelines', 'pipeline/threaded-compile'],
    WRONG,
  ],
  ['shader-module-refused', 'No shader module can be made', ['pipeline/shader-module', 'compute/fill-shader'], REFUSES],
  ['pipeline-cache-empty', 'A pipeline cache gives no data', ['pipeline/pipeline-cache'], WRONG],
  [
    'descriptor-writes-lost',
    'Only the first write of vkUpdateDescriptorSets arrives',
    ['compute/storage-buffers', 'graphics/update-after-bind'],
    WRONG,
    'host-crashes',
  ],
  [
    'descriptor-offset-wrong',
    'Storage buffers are bound 256 bytes late',
    ['compute/fill-shader', 'compute/add', 'compute/atomics'],
    WRONG,
    'host-crashes',
  ],
  [
    'push-descriptors-dropped',
    'vkCmdPushDescriptorSetKHR does nothing',
    ['graphics/push-descriptors'],
    WRONG,
    'host-crashes',
  ],
  [
    'vertices-shifted',
    'Vertex buffers are bound four bytes late',
    ['graphics/instanced', 'graphics/triangle-indexed'],
    WRONG,
  ],
  ['indices-shifted', 'Index buffers are bound one index late', ['graphics/triangle-indexed'], WRONG],
  ['buffer-address-off', 'The address of a buffer is 16 bytes too high', ['compute/buffer-device-address'], WRONG],
  [
    'query-counts-nothing',
    'Queries end where they begin',
    ['sync/query-occlusion*', 'sync/query-statistics*'],
    WRONG,
    HANGS,
  ],
  ['query-results-off-by-one', 'Results of queries are one too high', ['sync/query-*'], WRONG],
  [
    'query-copy-dropped',
    'vkCmdCopyQueryPoolResults does nothing',
    ['sync/query-copy*', 'sync/query-timestamp*'],
    WRONG,
    HANGS,
  ],
  ['query-reset-dropped', 'Queries are never reset', ['sync/query-*'], WRONG],
  [
    'timestamp-dropped',
    'Only the first timestamp of a pool is written',
    ['sync/query-timestamp*', 'sync/query-reset*'],
    WRONG,
    HANGS,
  ],
  ['event-set-dropped', 'vkCmdSetEvent does nothing', ['sync/event-*'], WRONG, HANGS],
  ['event-host-dropped', 'Events are not set by the host', ['sync/event-*'], WRONG, HANGS],
  ['fence-never', 'Fences never signal', ['sync/fence-*', 'sync/sync-file-latency'], HANGS],
  ['fence-reset-lost', 'vkResetFences does nothing', ['sync/fence-reset'], WRONG],
  [
    'fence-early',
    'A fence signals 50 ms before its work begins',
    ['sync/fence-work*', 'sync/fence-reset', 'transfer/fill'],
    WRONG,
  ],
  ['timeline-ahead', 'A timeline semaphore reads one too high', ['sync/timeline-*'], WRONG],
  [
    'timeline-host-signal-dropped',
    'vkSignalSemaphore does nothing',
    ['sync/timeline-host*', 'sync/timeline-overtaken*', 'sync/wait-before-signal'],
    HANGS,
    WRONG,
  ],
  ['timeline-wait-at-once', 'vkWaitSemaphores returns at once', ['sync/timeline-*'], WRONG],
  [
    'semaphore-waits-lost',
    'Submissions do not wait for semaphores',
    ['sync/wait-before-signal', 'sync/semaphore-chain', 'sync/timeline-host'],
    WRONG,
  ],
  ['submit-hangs', 'vkQueueSubmit never returns', ['sync/fence-empty', 'sync/async-submit*'], HANGS],
  [
    'submit-work-lost',
    'Of a submission only the fence is left',
    ['transfer/fill', 'sync', 'protocol/queue-*', 'protocol/device-*', 'lifecycle'],
    WRONG,
  ],
  [
    'submit-last-commands-lost',
    'The last command buffer of a submission is left out',
    ['sync/fence-*', 'sync/query-*', 'compute/many-dispatches', 'transfer/fill'],
    WRONG,
  ],
  [
    'device-lost-after-three',
    'The device is lost after three submissions',
    ['sync/fence-reset', 'protocol/handles'],
    'host-device-lost',
  ],
  ['device-lost', 'The first submission loses the device', ['sync/fence-empty'], 'host-device-lost'],
  ['submit-slow', 'Every submission takes 10 ms more', ['sync/fence-latency', 'sync/sync-file-latency'], WRONG, HANGS],
  [
    'idle-hangs',
    'vkQueueWaitIdle and vkDeviceWaitIdle never return',
    ['sync/queue-idle', 'sync/device-idle', 'graphics/triangle'],
    HANGS,
  ],
  [
    'driver-crashes',
    'The host driver crashes in vkQueueSubmit',
    ['sync/fence-empty', 'pipeline/bad-spirv'],
    'host-crashes',
  ],
  ['memory-shifted', 'Every buffer lies 4 KiB late in its memory', ['memory/coherent-*', 'transfer/fill'], WRONG],
  [
    'allocation-refused',
    'Allocations over 64 KiB are refused',
    ['memory/map-odd-sizes', 'memory/huge', 'transfer/fill'],
    REFUSES,
  ],
  [
    'no-host-visible-memory',
    'No memory type is host visible or coherent',
    ['memory/types', 'transfer/fill'],
    REFUSES,
    WRONG,
  ],
  [
    'channels-swapped',
    'Views of RGBA images have red and blue swapped',
    ['graphics/renderpass-clear', 'graphics/quad-textured', 'graphics/cube'],
    WRONG,
  ],
  [
    'view-first-layer',
    'Views begin at the first layer and level',
    ['transfer/mips-layers', 'graphics/quad-textured'],
    WRONG,
  ],
  ['filter-wrong', 'Samplers filter the other way', ['graphics/quad-textured'], WRONG],
  ['image-refused', 'No image can be made', ['graphics/triangle', 'memory/optimal-image'], REFUSES],
  ['row-pitch-wrong', 'vkGetImageSubresourceLayout tells a wrong row pitch', ['memory/dedicated-image'], WRONG],
  [
    'no-physical-device',
    'The host driver has no physical device',
    ['protocol/instance', 'self/asks*'],
    'host-has-no-device',
  ],
  [
    'instance-refused',
    'The host driver makes no instance',
    ['protocol/instance', 'protocol/instance-churn', 'self/asks*'],
    'host-has-no-device',
    'host-driver-not-found',
    REFUSES,
  ],
  [
    'device-refused',
    'The host driver makes no device',
    ['protocol/queue-get', 'protocol/external-memory-fd', 'lifecycle/thread-exit-after-dlclose'],
    REFUSES,
  ],
  ['feature-hidden', 'Two core features are hidden', ['protocol/features-limits'], 'host-lacks-feature', WRONG],
  ['limit-wrong', 'Two limits are wrong', ['protocol/features-limits'], 'host-lacks-feature', WRONG],
  ['extension-hidden', 'One device extension is hidden', ['protocol/extensions'], 'host-lacks-feature', WRONG],
  [
    'extension-false',
    'A device extension is advertised that is not there',
    ['protocol/extensions', 'protocol/device-all-extensions'],
    'host-lacks-feature',
    REFUSES,
  ],
  [
    'no-external-memory-fd',
    'VK_KHR_external_memory_fd is hidden',
    ['protocol/external-memory-fd', 'protocol/queue-get'],
    'host-lacks-feature',
    REFUSES,
  ],
  [
    'no-external-semaphore-fd',
    'VK_KHR_external_semaphore_fd is hidden',
    ['wsi/swapchain-advertised', 'protocol/extensions'],
    'host-lacks-feature',
    'no-swapchain',
  ],
  [
    'no-external-fence-fd',
    'VK_KHR_external_fence_fd is hidden',
    ['protocol/extensions', 'sync/external-fence-fd', 'sync/sync-file-latency'],
    'host-lacks-feature',
  ],
  [
    'sync-fd-not-importable',
    'sync_fd semaphores cannot be imported',
    ['wsi/swapchain-advertised', 'protocol/extensions', 'protocol/device-swapchain', 'sync/external-semaphore-fd'],
    'no-swapchain',
    'host-lacks-feature',
  ],
  ['fence-handle-twice', 'Two fences have one handle', ['protocol/handles', 'sync/fence-*'], WRONG],
  [
    'required-features-hidden',
    'Two features that Vulkan 1.2 requires are hidden',
    ['protocol/api-version', 'protocol/features-limits'],
    'host-lacks-feature',
    WRONG,
  ],
  ['features-unchecked', 'A device is made with features that it lacks', ['protocol/feature-absent'], WRONG],
  [
    'queue-false',
    'Each queue family claims one queue more than it has',
    ['sync/semaphore-cross-queue', 'protocol/queue-all-families'],
    'host-crashes',
    WRONG,
    HANGS,
  ],
  ['sampler-refused', 'No sampler can be made', ['protocol/ring-wrap', 'graphics/quad-textured'], REFUSES],
  ['image-to-buffer-pitch-lost', 'A copy from an image packs its rows', ['transfer/image-to-buffer-pitch'], WRONG],
  ['copy-image-flat', 'vkCmdCopyImage copies the first slice only', ['transfer/3d'], WRONG],
  ['submit-every-third-lost', 'Every third submission only signals', ['sync', 'transfer', 'lifecycle'], WRONG],
  ['submit-slow-to-wake', 'After half a second of rest a submission takes two', ['protocol/idle-wake'], HANGS, WRONG],
  [
    'line-printed',
    'The host driver prints an error, and nothing else is wrong',
    ['transfer/fill', 'host/log-clean'],
    'moltenvk-error',
    'host-refuses',
  ],
];

/** Faults between the renderer and the guest, which the driver alone does not show. */
const ofRenderer: readonly Row[] = [
  [
    'fence-feedback-lost',
    'The small fills that carry feedback are lost',
    ['sync/fence-empty*', 'sync/fence-poll*', 'sync/timeline-device*', 'sync/event-device*'],
    'feedback-lost',
  ],
  [
    'memory-zero',
    'The guest maps other memory, full of zeros',
    ['memory/coherent-*', 'sync/fence-empty'],
    'memory-not-shared',
  ],
  [
    'memory-stale',
    'The guest maps other memory, full of old bytes',
    ['memory/coherent-*', 'memory/zeroed'],
    'memory-not-shared',
  ],
  ['export-refused', 'No memory can be exported', ['memory/map-odd-sizes', 'sync/fence-empty'], 'memory-not-mapped'],
  [
    'descriptors-leak',
    'Every export leaks sixteen descriptors',
    ['memory/free-order', 'memory/allocation-count', 'protocol/instance-churn'],
    'descriptors-leak',
    'memory-not-mapped',
  ],
  [
    'memory-leaks',
    'Memory is never freed',
    ['memory/free-order', 'memory/fragment', 'memory/huge'],
    'host-memory-leaks',
    'only-in-the-guest',
  ],
];

/** What hangs a case to its end, so that it gets little time. */
const SLOW: ReadonlySet<string> = new Set([HANGS, 'host-crashes', 'feedback-lost', 'memory-not-shared']);
const HANGING_S = 2;
/** So that it tells of what it prints: a VM that others used before has their logs. */
const OWN_VM: ReadonlySet<string> = new Set(['line-printed']);

function faultOf(component: Fault['truth']['component']): (row: Row) => PlainFault {
  return ([name, title, query, ...causes]) => ({
    name,
    title,
    kind: 'host-layer',
    place: OWN_VM.has(name) ? 'stack' : 'host-layer',
    query,
    truth: { component, causes },
    ...(SLOW.has(causes[0] ?? '') ? { timeoutS: HANGING_S } : {}),
    // An hour is too long for a matrix.
    ...(query.includes('soak/hour') ? { env: { VENUS_SUITE_SOAK_S: '5' } } : {}),
    stack: ({ layer }) => ({ hostLayer: layer, hostEnv: { [FAULT_VARIABLE]: name } }),
  });
}

/** Broken calls between virgl_render_server and the host's driver. */
export const hostLayerFaults: readonly Fault[] = [
  ...holdOutThirds(ofDriver.map(faultOf('host-driver'))),
  ...holdOutThirds(ofRenderer.map(faultOf('renderer'))),
];
