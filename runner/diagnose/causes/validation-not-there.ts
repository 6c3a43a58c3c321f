import type { Cause } from '../cause.ts';
import { outcomeOf, quoted } from '../evidence.ts';

export const validationNotThere: Cause = {
  id: 'validation-not-there',
  title: 'VKR_DEBUG asks for the validation layer, which the host does not have',
  component: 'configuration',
  advice: 'Leave validate (and all) out of VKR_DEBUG, or install the validation layer on the host.',
  wants: (facts) => (facts.tells(/LAYER_NOT_PRESENT/) ? ['host:protocol/instance'] : []),
  judge(facts) {
    const line = facts.tells(/VK_ERROR_LAYER_NOT_PRESENT/);
    return line === null
      ? null
      : { confidence: 0.92, evidence: [...quoted(line), ...outcomeOf(facts, 'host:protocol/instance')] };
  },
};
