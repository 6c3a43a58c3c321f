import type { Cause } from '../cause.ts';
import { brokenOnHost, outcomeOf } from '../evidence.ts';
import type { Facts } from '../facts.ts';

const SHARING = 'control:memory/coherent-device-to-host';
const FLAG_OF: Readonly<Record<string, RegExp>> = {
  no_fence_feedback: /fence/,
  no_semaphore_feedback: /semaphore|timeline/,
  no_query_feedback: /query/,
  no_event_feedback: /event/,
};

/** The flags of feedback that the case can rest on, by its name; all of them where its name says nothing. */
function flagsOf({ probeCase }: Facts): string[] {
  if (probeCase.variant !== null && probeCase.variant in FLAG_OF) return [];
  const named = Object.entries(FLAG_OF).filter(([, pattern]) => pattern.test(probeCase.id));
  return (named.length > 0 ? named.map(([flag]) => flag) : ['no_fence_feedback']).map((flag) => `flag:${flag}`);
}

export const feedbackLost: Cause = {
  id: 'feedback-lost',
  title: "The feedback by which Venus hears of fences, semaphores, events or queries does not reach the guest's memory",
  component: 'renderer',
  advice:
    'VN_PERF with the flag named below works around it. Look at how the renderer shares the memory of the feedback buffer (blob export and mapping).',
  wants: (facts) => [...flagsOf(facts), 'host:same', 'host:transfer/fill', SHARING],
  judge(facts) {
    const flag = flagsOf(facts).find((id) => facts.passes(id));
    if (flag === undefined || facts.passes('again')) return null;
    // A guest that dies, or a program, tells nothing of a wait that never ends.
    if (!['fail', 'timeout'].includes(facts.outcome('first') ?? '')) return null;
    // Where no memory is shared the feedback is only what is met first.
    if (brokenOnHost(facts) !== null || facts.breaks(SHARING)) return null;
    const sound = facts.passes('host:same') && facts.passes('host:transfer/fill') && facts.passes(SHARING);
    return {
      // The feedback is a fill on the host: where nobody asked the host, that fill may be what is lost.
      confidence: sound ? 0.9 : facts.outcome('host:transfer/fill') === null ? 0.5 : 0.7,
      evidence: [
        ...outcomeOf(facts, 'first'),
        ...outcomeOf(facts, flag),
        ...outcomeOf(facts, SHARING),
        ...outcomeOf(facts, 'host:transfer/fill'),
      ],
    };
  },
};
