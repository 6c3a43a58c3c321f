import type { Cause } from '../cause.ts';
import { hostIsSound, hostQuestions, outcomeOf } from '../evidence.ts';

/** What is left where the host's driver is right and nothing else speaks: between the probe and the render server. */
export const onlyInTheGuest: Cause = {
  id: 'only-in-the-guest',
  title: 'The result is wrong through Venus and right on the host driver alone',
  component: 'renderer',
  advice:
    'Compare the calls on both sides: an API dump by --host-layer against one in the guest shows where they part.',
  wants: (facts) => [
    ...hostQuestions(facts),
    'verbose',
    'again',
    'flag:no_cmd_batching',
    'flag:no_multi_ring',
    'flag:no_async_queue_submit',
    'flag:no_async_mem_alloc',
  ],
  judge(facts) {
    if (!facts.breaks('first') || !hostIsSound(facts)) return null;
    return { confidence: 0.4, evidence: [...outcomeOf(facts, 'first'), ...outcomeOf(facts, 'host:same')] };
  },
};
