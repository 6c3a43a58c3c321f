import type { CaseSpec, Suite } from '../runner/plan/case.ts';

const submissions: readonly CaseSpec[] = [
  {
    name: 'submit-wait',
    title: 'The time to submit one piece of work and wait for it',
    catches: 'a longer way from submission to signal, for example without feedback',
  },
  {
    name: 'submit-rate',
    title: 'Submissions a second when nobody waits between them',
    catches: "submissions that wait for the renderer's answer",
  },
  {
    name: 'ring-round-trip',
    title: "The time of a call that needs the renderer's answer and no work",
    catches: 'a ring thread that sleeps too early, a notify that is slow',
  },
];

const bandwidths: readonly CaseSpec[] = [
  {
    name: 'map-write',
    title: 'Bytes a second that are written to mapped memory',
    catches: 'a window that is mapped uncached, or as MMIO',
  },
  {
    name: 'map-read',
    title: 'Bytes a second that are read from mapped memory',
    catches: 'a window that is mapped uncached or write-combined, or as MMIO',
  },
  {
    name: 'copy-bandwidth',
    title: 'Bytes a second that the device copies between its buffers',
    catches: 'device memory that lies in the wrong place',
  },
];

const applications: readonly CaseSpec[] = [
  {
    name: 'draw-rate',
    title: 'Small draws a second, from recording to the end',
    catches: 'commands that are encoded or sent one by one',
  },
  {
    name: 'pipeline-creation',
    title: "The time from a compute pipeline's creation to the end of its first dispatch",
    catches: 'a compiler or a cache on the host that is lost',
  },
  {
    name: 'instance-creation',
    title: 'The time to make an instance and destroy it',
    catches: 'a render server that starts slowly',
  },
  {
    name: 'device-creation',
    title: 'The time to make a device, use it once and destroy it',
    catches: 'set-up work that moves into each device',
  },
  {
    name: 'present-rate',
    title: 'The time from one presented frame to the next, on a surface without a display',
    catches: 'presents that copy twice or wait for a timer',
    // Without it the images are dma-bufs, which a host without udmabuf refuses: the process aborts.
    env: { MESA_VK_WSI_DEBUG: 'sw' },
  },
];

/** Distributions for comparisons between runs. One run is never judged by them: only whether its work was right. */
export const perf: Suite = {
  area: 'perf',
  title: 'Times and rates: recorded, compared between runs, never judged on one',
  cases: [...submissions, ...bandwidths, ...applications],
};
