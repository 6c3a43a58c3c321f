import type { Cause } from '../cause.ts';
import { outcomeOf } from '../evidence.ts';

export const probeBroken: Cause = {
  id: 'probe-broken',
  title: "The probe breaks the suite's own protocol",
  component: 'probe',
  advice: "Look at the probe's source: it ended without its end event, or wrote what is no event.",
  wants: (facts) => (facts.outcome('first') === 'invalid' ? ['host:same'] : []),
  judge(facts) {
    return facts.outcome('first') === 'invalid' ? { confidence: 0.87, evidence: outcomeOf(facts, 'first') } : null;
  },
};
