import type { Cause } from '../cause.ts';
import { outcomeOf } from '../evidence.ts';

export const probeBroken: Cause = {
  id: 'probe-broken',
  title: "The probe breaks the suite's own protocol",
  component: 'probe',
  advice: "Look at the probe's source: it ended without its end event, or wrote what is no event.",
  wants: (facts) => (facts.outcome('first') === 'invalid' ? ['host:same'] : []),
  judge(facts) {
    if (facts.outcome('first') !== 'invalid') return null;
    const evidence = [...outcomeOf(facts, 'first'), ...outcomeOf(facts, 'host:same')];
    // One that keeps to it without a VM was made to break it.
    if (facts.passes('host:same')) return { confidence: 0.3, evidence };
    return { confidence: facts.outcome('host:same') === 'invalid' ? 0.9 : 0.5, evidence };
  },
};
