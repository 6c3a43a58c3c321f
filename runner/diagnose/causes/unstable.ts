import type { Cause } from '../cause.ts';
import { hostIsSound, outcomeOf } from '../evidence.ts';

export const unstable: Cause = {
  id: 'unstable',
  title: 'The case ends both ways on one and the same stack',
  component: 'infrastructure',
  advice:
    '`venus-suite run CASE --repeat 50` says how often. On an emulated guest, docs/known-failures.md tells of a store that is not ordered.',
  wants: () => ['again'],
  judge(facts) {
    const attempts = facts.of('again')?.result?.attempts ?? [];
    const passed = attempts.filter(({ outcome }) => outcome === 'pass').length;
    if (attempts.length === 0 || passed === 0 || !facts.breaks('first')) return null;
    // That it is unstable is certain; whose fault that is, is not.
    const sound = hostIsSound(facts);
    return {
      component: sound ? 'guest-driver' : 'infrastructure',
      confidence: sound && passed < attempts.length ? 0.6 : 0.5,
      evidence: [`${passed} of ${attempts.length} further runs passed`, ...outcomeOf(facts, 'first')],
    };
  },
};
