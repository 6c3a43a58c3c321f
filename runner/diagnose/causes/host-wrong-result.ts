import type { Cause } from '../cause.ts';
import { brokenOnHost, HOST_UNASKED, hostIsUnasked, hostQuestions, outcomeOf, WAITS_IN_VAIN } from '../evidence.ts';

export const hostWrongResult: Cause = {
  id: 'host-wrong-result',
  title: 'The host driver gives a wrong result, without a VM as well',
  component: 'host-driver',
  advice: 'The same probe on the target `host` is the smallest way to show it: take it to the host driver.',
  wants: (facts) => (facts.outcome('first') === 'fail' ? [...hostQuestions(facts), 'host:transfer/fill'] : []),
  judge(facts) {
    if (hostIsUnasked(facts)) {
      // Of all that give wrong results drivers are the likeliest; it is a guess.
      const guessed = facts.outcome('first') === 'fail' && !facts.probeCase.needs.includes('vm');
      return guessed ? { confidence: 0.3, evidence: [...outcomeOf(facts, 'first'), HOST_UNASKED] } : null;
    }
    const where = brokenOnHost(facts);
    if (where === null || facts.outcome(where) !== 'fail') return null;
    const unsteady = (facts.of('again')?.result?.attempts ?? []).some(({ outcome }) => outcome === 'pass');
    if (facts.tellsOf(where, WAITS_IN_VAIN) !== null) return null;
    if (facts.tellsOf(where, /VK_ERROR_|found no physical device/) !== null) return null;
    return {
      confidence: unsteady ? 0.6 : where === 'host:same' ? 0.92 : 0.87,
      evidence: [...outcomeOf(facts, 'first'), ...outcomeOf(facts, where)],
    };
  },
};
