import type { Cause } from '../cause.ts';
import { hostIsSound, hostQuestions, outcomeOf, quoted } from '../evidence.ts';

/** Cases that compare what the device offers with what is known of the profile. */
const OFFERS = /^protocol\/(extensions|features-limits|api-version|external-memory-fd)/;

export const hostLacksFeature: Cause = {
  id: 'host-lacks-feature',
  title: 'The host driver offers other extensions, features or limits than this stack is known for',
  component: 'host-driver',
  advice: 'Compare vulkaninfo on the host with that of the last good run: was its driver, or a layer over it, changed?',
  wants: (facts) => (OFFERS.test(facts.probeCase.id) ? hostQuestions(facts) : []),
  judge(facts) {
    if (!OFFERS.test(facts.probeCase.id) || !facts.breaks('first')) return null;
    const said = facts.tellsOf('first', /differs|is absent|missing|expected|not offered|advertis/i);
    // Venus hands on what the host has; a guest driver that drops one itself looks the same from here.
    const confidence = facts.breaks('host:same') ? 0.9 : hostIsSound(facts) ? 0.6 : 0.5;
    return { confidence, evidence: [...quoted(said), ...outcomeOf(facts, 'host:same')] };
  },
};
