import type { Cause } from '../cause.ts';
import { hostIsSound, outcomeOf } from '../evidence.ts';
import type { Facts } from '../facts.ts';

/** What any case brings about on this stack, with this layer. */
const ANY = 'validation:graphics/triangle';

export const invalidUsage: Cause = {
  id: 'invalid-usage',
  title: 'The host driver is told to do what Vulkan forbids, as its validation layer says',
  component: 'guest-driver',
  advice:
    'The same probe on the target `host` breaks no rule: look at what Venus makes of the call that the rule names (VKR_DEBUG=validate prints the whole sentence).',
  wants: (facts) =>
    facts.breaks('first') && facts.probeCase.area !== 'drm' && hostIsSound(facts) ? ['validation', ANY] : [],
  judge(facts) {
    const rules = brokenHere(facts);
    if (rules.length === 0 || !hostIsSound(facts)) return null;
    return {
      // A layer that is older than the driver is wrong now and then.
      confidence: 0.82,
      evidence: [`with the validation layer on the host: ${rules.join(', ')}`, ...outcomeOf(facts, 'host:same')],
    };
  },
};

/** Rules that the case breaks, and another one on the same stack does not. */
function brokenHere(facts: Facts): string[] {
  if (!facts.of(ANY)?.result) return [];
  const usual = new Set(facts.of(ANY)?.breaches);
  return (facts.of('validation')?.breaches ?? []).filter((rule) => !usual.has(rule));
}
