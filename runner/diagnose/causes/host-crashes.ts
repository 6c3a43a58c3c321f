import type { Cause } from '../cause.ts';
import { brokenOnHost, outcomeOf, quoted } from '../evidence.ts';

export const hostCrashes: Cause = {
  id: 'host-crashes',
  title: 'The host driver crashes, without a VM as well',
  component: 'host-driver',
  advice: 'Run the same probe on the target `host` under a debugger.',
  wants: (facts) =>
    facts.symptom('socket-disconnected') || facts.tells(/proxy: /) ? ['host:same', 'host:transfer/fill'] : [],
  judge(facts) {
    const where = brokenOnHost(facts);
    if (where === null || facts.outcome(where) !== 'crash') return null;
    return {
      confidence: 0.94,
      evidence: [...outcomeOf(facts, where), ...quoted(facts.symptom('socket-disconnected')?.line ?? null)],
    };
  },
};
