import type { Cause } from '../cause.ts';
import { brokenOnHost, hostQuestions, outcomeOf, WAITS_IN_VAIN } from '../evidence.ts';

export const hostHangs: Cause = {
  id: 'host-hangs',
  title: 'The host driver does not finish its work, without a VM as well',
  component: 'host-driver',
  advice: 'The same probe on the target `host` is the smallest way to show it: take it to the host driver.',
  wants: (facts) =>
    facts.outcome('first') === 'timeout' || facts.tells(/VK_TIMEOUT|VK_ERROR_UNKNOWN/)
      ? [...hostQuestions(facts), 'host:transfer/fill']
      : [],
  judge(facts) {
    const where = brokenOnHost(facts);
    if (where === null) return null;
    const late = facts.outcome(where) === 'timeout' || facts.tellsOf(where, WAITS_IN_VAIN) !== null;
    if (!late) return null;
    // What waits in vain for a call that was refused hangs because of it.
    const refused = facts.tellsOf(where, /VK_ERROR_(?!DEVICE_LOST)/) !== null;
    return {
      confidence: refused ? 0.9 : 0.93,
      evidence: [...outcomeOf(facts, 'first'), ...outcomeOf(facts, where)],
    };
  },
};
