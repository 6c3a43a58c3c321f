import type { Cause } from '../cause.ts';
import { outcomeOf } from '../evidence.ts';
import { whereaboutsOf } from '../whereabouts.ts';

export const settingBreaks: Cause = {
  id: 'setting-breaks',
  title: 'A variable of the environment or an argument of QEMU breaks it, and without it the case passes',
  component: 'configuration',
  advice: 'Take the variables and arguments out one by one; what they turn off or on is then the next question.',
  wants: () => [],
  judge(facts) {
    const told = facts.observations.find(({ passesWithoutSettings }) => passesWithoutSettings === true);
    if (told) {
      const evidence = [...outcomeOf(facts, told.experiment), 'it passes there without --host-env'];
      return { confidence: 0.93, evidence };
    }
    const where = whereaboutsOf(facts);
    if (where?.component !== 'configuration') return null;
    // The other side was not exchanged, or it mends nothing.
    return { confidence: 0.55, evidence: outcomeOf(facts, 'first') };
  },
};
