import type { Cause } from '../cause.ts';
import { quoted } from '../evidence.ts';
import { SET_UP } from '../facts.ts';
import { whereaboutsOf } from '../whereabouts.ts';

export const guestSilent: Cause = {
  id: 'guest-silent',
  title: 'The guest does not come up',
  component: 'infrastructure',
  advice: 'The console tells how far it came: --kernel, the accelerator and the image are the suspects, in this order.',
  wants: () => [],
  judge(facts) {
    const { boot } = facts;
    if (boot === null || !boot.unreached || boot.stage === 'process' || boot.stage === SET_UP) return null;
    // One that comes up without what was given has it from there.
    const given = whereaboutsOf(facts)?.component;
    return {
      ...(given ? { component: given } : {}),
      confidence: 0.6,
      evidence: [`stage ${boot.stage}: ${boot.detail}`, ...quoted(boot.tail.split('\n').at(-1) ?? '')],
    };
  },
};
