import type { Cause } from '../cause.ts';
import { brokenOnHost, outcomeOf } from '../evidence.ts';
import type { Facts } from '../facts.ts';

/** Whether memory is shared; the second also where a wait that rests on feedback never ends. */
const SHARED = ['control:memory/coherent-device-to-host', 'sharing:no_fence_feedback'] as const;

/** Cases that can rest on a feedback, by their names, and what the host does to make it: Venus records it itself. */
interface Feedback {
  flag: string;
  cases: RegExp;
  made: string;
}
const FEEDBACKS: readonly Feedback[] = [
  { flag: 'no_fence_feedback', cases: /fence/, made: 'host:transfer/fill' },
  { flag: 'no_semaphore_feedback', cases: /semaphore|timeline/, made: 'host:transfer/copy-unaligned' },
  { flag: 'no_query_feedback', cases: /query/, made: 'host:sync/query-copy' },
  { flag: 'no_event_feedback', cases: /event/, made: 'host:transfer/fill' },
];

const WAITED = /VK_TIMEOUT|VK_NOT_READY|did not end in time|stuck in/;

/** That the case can rest on, by its name; that of fences where its name says nothing. */
function feedbacksOf(facts: Facts): Feedback[] {
  const { probeCase } = facts;
  if (FEEDBACKS.some(({ flag }) => flag === probeCase.variant)) return [];
  const named = FEEDBACKS.filter(({ cases }) => cases.test(probeCase.id));
  if (named.length > 0) return named;
  return facts.tells(WAITED) === null ? [] : FEEDBACKS.slice(0, 1);
}

/** It breaks, and not by a wait alone, which would be the same feedback once more. */
function readsWrong(facts: Facts, id: string): boolean {
  return facts.breaks(id) && facts.tellsOf(id, WAITED) === null;
}

const flagOf = ({ flag }: Feedback): string => `flag:${flag}`;

export const feedbackLost: Cause = {
  id: 'feedback-lost',
  title: "The feedback by which Venus hears of fences, semaphores, events or queries does not reach the guest's memory",
  component: 'renderer',
  advice:
    'VN_PERF with the flag that made it pass works around it. Look at how the renderer shares the memory of the feedback buffer (blob export and mapping).',
  wants: (facts) => feedbacksOf(facts).flatMap((feedback) => [flagOf(feedback), 'host:same', feedback.made, SHARED[1]]),
  judge(facts) {
    const lost = feedbacksOf(facts).find((feedback) => facts.passes(flagOf(feedback)));
    if (lost === undefined || facts.passes('again')) return null;
    // A guest that dies, or a program, tells nothing of a wait that never ends.
    if (!['fail', 'timeout'].includes(facts.outcome('first') ?? '')) return null;
    // Where no memory is shared the feedback is only what is met first.
    if (brokenOnHost(facts) !== null || SHARED.some((id) => readsWrong(facts, id))) return null;
    const shared = SHARED.find((id) => facts.passes(id));
    const sound = facts.passes('host:same') && facts.passes(lost.made) && shared !== undefined;
    return {
      // Where nobody asked the host, what it does to make the feedback may be what is lost.
      confidence: sound ? 0.9 : facts.outcome(lost.made) === null ? 0.5 : 0.7,
      evidence: [
        ...outcomeOf(facts, 'first'),
        ...outcomeOf(facts, flagOf(lost)),
        ...(shared === undefined ? [] : outcomeOf(facts, shared)),
        ...outcomeOf(facts, lost.made),
      ],
    };
  },
};
