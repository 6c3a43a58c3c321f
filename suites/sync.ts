import { type CaseSpec, type Suite, vnDebug, vnPerf } from '../runner/plan/case.ts';

const fences: readonly CaseSpec[] = [
  {
    name: 'fence-empty',
    title: 'A fence on an empty submission signals',
    catches: "fence feedback that never reaches the guest's memory: submit 0, status 1, wait 2 (VK_TIMEOUT)",
    variants: [...vnPerf('no_fence_feedback'), ...vnDebug('no_drm_syncobj')],
  },
  {
    name: 'fence-work',
    title: 'A fence on a fill signals when the fill is visible, not before',
    catches: 'a fence that signals early, or work that is lost',
    variants: vnPerf('no_fence_feedback'),
  },
  {
    name: 'fence-poll',
    title: "Polling a fence's status reaches success and agrees with the wait",
    catches: 'a status that is never written, or that disagrees with the wait',
    variants: vnPerf('no_fence_feedback'),
  },
  {
    name: 'fence-reset',
    title: 'A fence that was reset is unsignalled, and signals again for new work',
    catches: 'feedback that survives the reset: later waits return before the work is done',
  },
  {
    name: 'fence-wait-any',
    title: 'A wait for any of several fences returns with the one that signals',
    catches: 'a wait that looks at the first fence only, or takes another for signalled',
  },
  {
    name: 'fence-wait-all',
    title: 'A wait for all of several fences returns when the last has signalled',
    catches: 'a wait that returns with the first signal',
  },
  {
    name: 'fence-timeout-zero',
    title: 'A wait for a fence without work times out: at once, or after the time that it was given',
    catches: 'a time-out that is ignored: a wait that blocks until the driver gives up, or success out of nothing',
  },
  {
    name: 'fence-latency',
    title: 'The time from submission to signal, up to 500 times, is no multiple of 10 ms',
    catches: "fences that wait for QEMU's timer (every 10 ms) because nothing tells it that they are finished",
  },
  {
    name: 'sync-file-latency',
    title: 'The time from submission to a readable sync file, up to 200 times, is no multiple of 10 ms',
    catches: "the kernel's fences, on which window systems wait, that wait for QEMU's timer (every 10 ms)",
  },
];

const semaphores: readonly CaseSpec[] = [
  {
    name: 'semaphore-chain',
    title: 'Submissions chained by binary semaphores run one after the other',
    catches: 'a semaphore whose signal is lost, or that lets work pass early',
  },
  {
    name: 'semaphore-cross-queue',
    title: 'Two queues hand work to each other through binary semaphores',
    catches: 'two queues on one ring index, or a queue that waits for itself',
  },
  {
    name: 'wait-before-signal',
    title: 'Work that waits for a later timeline signal is taken, held back, and run when the signal comes',
    catches: 'a renderer that blocks in the submission, so that the signal behind it is never read',
  },
  {
    name: 'timeline-device',
    title: 'The host sees each value of a timeline that the device signals, and the work that goes with it',
    catches: 'semaphore feedback that is lost, cut to 32 bits, or ahead of the work',
    variants: vnPerf('no_semaphore_feedback', 'no_timeline_sync'),
  },
  {
    name: 'timeline-host',
    title: "Work waits for the timeline values that the host signals, and answers on the device's own timeline",
    catches: "a host's signal that feedback hides, or that never reaches the renderer",
    variants: vnPerf('no_semaphore_feedback', 'no_timeline_sync'),
  },
  {
    name: 'timeline-overtaken',
    title: "A counter that the device moved on from the host's value never shows the host's value again",
    catches: "a guest driver that notes the host's signal only after the renderer has carried it out",
    variants: vnPerf('no_semaphore_feedback', 'no_timeline_sync'),
  },
  {
    name: 'timeline-wait-any',
    title: 'A wait for any of several timelines returns with the first signal, a wait for all with the last',
    catches: 'a wait for any that waits for all, or the other way round',
    variants: vnPerf('no_semaphore_feedback', 'no_timeline_sync'),
  },
  {
    name: 'external-semaphore-fd',
    title: 'Work waits for a semaphore that was passed on as a file descriptor',
    catches: 'an advertised handle type that the stack does not carry out: what window systems hang on',
  },
  {
    name: 'external-fence-fd',
    title: 'A fence that is passed on as a file descriptor signals with the work',
    catches: 'an advertised handle type that the stack does not carry out; a sync file that never signals',
  },
];

const eventsAndQueries: readonly CaseSpec[] = [
  {
    name: 'event-host',
    title: 'An event that the host sets and resets says so, and lets work through',
    catches: 'a status that is stale, or a set event that the device does not see',
    variants: vnPerf('no_event_feedback'),
  },
  {
    name: 'event-device',
    title: 'The host sees an event that commands set and reset',
    catches: "event feedback that never reaches the guest's memory, or outlives a reset",
    variants: vnPerf('no_event_feedback'),
  },
  {
    name: 'query-occlusion',
    title: 'An occlusion query counts the pixels that are drawn',
    catches: "query feedback that never reaches the guest's memory, or a result that is not this query's",
    variants: vnPerf('no_query_feedback'),
  },
  {
    name: 'query-timestamp',
    title: 'Timestamps never go back, within a command buffer and from one to the next',
    catches: 'results in the wrong order or cut to 32 bits',
    variants: vnPerf('no_query_feedback'),
  },
  {
    name: 'query-copy',
    title: 'Query results copied by a command are those that the host reads, and nothing else is written',
    catches: 'a stride, offset or availability that feedback gets wrong',
    variants: vnPerf('no_query_feedback'),
  },
  {
    name: 'query-reset',
    title: 'A query that was reset has no result until it is written again',
    catches: 'a stale result that feedback keeps',
    variants: vnPerf('no_query_feedback'),
  },
  {
    name: 'query-statistics',
    title: 'Pipeline statistics count the vertices and primitives that were drawn',
    catches: 'several results of one query that are mixed up or lost',
    variants: vnPerf('no_query_feedback'),
  },
];

const idling: readonly CaseSpec[] = [
  {
    name: 'queue-idle',
    title: 'vkQueueWaitIdle returns when all that was submitted is done',
    catches: 'a wait that returns early or never',
  },
  {
    name: 'device-idle',
    title: 'vkDeviceWaitIdle returns when all that was submitted is done',
    catches: 'a wait that returns early or never',
  },
  {
    name: 'async-submit',
    title: 'Hundreds of submissions (300) that nobody waits for all run, in order',
    catches: 'submissions that overtake each other or are lost when the guest does not wait for the answer',
    variants: vnPerf('no_async_queue_submit'),
  },
  {
    name: 'submit-batches',
    title: 'One submission of three batches of four command buffers runs all of them, in order',
    catches: 'batches that are merged or taken apart on the way, and a command buffer that gets lost with it',
  },
];

export const sync: Suite = {
  area: 'sync',
  title: 'Fences, semaphores, events and queries',
  cases: [...fences, ...semaphores, ...eventsAndQueries, ...idling],
};
