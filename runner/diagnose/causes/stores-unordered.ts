import type { Cause } from '../cause.ts';
import { outcomeOf } from '../evidence.ts';

export const storesUnordered: Cause = {
  id: 'stores-unordered',
  title: "TCG lets the guest's later loads pass its stores, so that a store to shared memory can be seen too late",
  component: 'accelerator',
  advice: 'Leave --no-ordered-stores out, or use an accelerator; docs/known-failures.md tells of the store.',
  wants: (facts) => (facts.stack?.orderedStores === false ? ['again'] : []),
  judge(facts) {
    const { stack } = facts;
    if (stack?.accelerator !== 'tcg' || stack.orderedStores !== false || !facts.breaks('first')) return null;
    const litmus = facts.probeCase.id === 'memory/store-order';
    const attempts = facts.of('again')?.result?.attempts ?? [];
    const both = attempts.some(({ outcome }) => outcome === 'pass');
    if (!litmus && !both) return null;
    return {
      confidence: litmus ? 0.93 : 0.6,
      evidence: ['the guest runs under TCG, and its stores are not kept in order', ...outcomeOf(facts, 'first')],
    };
  },
};
