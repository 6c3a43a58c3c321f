import type { Cause } from '../cause.ts';
import { outcomeOf } from '../evidence.ts';

export const oneAccelerator: Cause = {
  id: 'one-accelerator',
  title: 'The case fails under this accelerator and passes under another one',
  component: 'accelerator',
  advice:
    'Page sizes, the order of stores and what is mapped are where accelerators differ: drm/blob-placement and memory/store-order look at them.',
  wants: (facts) => (facts.breaks('first') ? ['accelerator'] : []),
  judge(facts) {
    if (!facts.breaks('first') || !facts.passes('accelerator')) return null;
    return {
      // What ends both ways anyway may have passed by chance.
      confidence: facts.breaks('again') ? 0.86 : 0.6,
      evidence: [...outcomeOf(facts, 'first'), ...outcomeOf(facts, 'accelerator'), ...outcomeOf(facts, 'again')],
    };
  },
};
