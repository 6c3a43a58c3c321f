import type { Cause } from '../cause.ts';
import { brokenOnHost, HANDED_ON, hostIsSound, hostQuestions, outcomeOf, quoted } from '../evidence.ts';

const DIED = /proxy: failed|worker .*(exit|died|signal)|socket disconnected/i;

export const rendererDied: Cause = {
  id: 'renderer-died',
  title: "The render server's worker died while it served the case",
  component: 'renderer',
  advice: 'A core file of virgl_render_server, or --render-server with a build under a debugger, shows where.',
  wants: (facts) =>
    facts.symptom('socket-disconnected') || facts.tells(/proxy: /) ? [...hostQuestions(facts), HANDED_ON, 'again'] : [],
  judge(facts) {
    const symptom = facts.symptom('socket-disconnected', 'ring-alive-expired');
    const proxy = facts.tells(DIED);
    if ((!symptom && proxy === null) || brokenOnHost(facts) !== null) return null;
    if (facts.breaks('control:drm/context')) return null;
    // Work that a broken case leaves behind can cost it a worker as well, in one experiment or the other.
    const always = facts.tellsOf('first', DIED) !== null;
    const confidence = (always ? 0.62 : 0.4) + (hostIsSound(facts) ? 0.18 : 0);
    return { confidence, evidence: [...quoted(symptom?.line ?? proxy), ...outcomeOf(facts, 'host:same')] };
  },
};
