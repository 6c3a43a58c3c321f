import type { Cause } from '../cause.ts';
import { hostBreaks, hostIsSound, hostQuestions, outcomeOf, quoted } from '../evidence.ts';

export const rendererDied: Cause = {
  id: 'renderer-died',
  title: "The render server's worker died while it served the case",
  component: 'renderer',
  advice: 'A core file of virgl_render_server, or --render-server with a build under a debugger, shows where.',
  wants: (facts) =>
    facts.symptom('socket-disconnected') || facts.tells(/proxy: /) ? [...hostQuestions(facts), 'again'] : [],
  judge(facts) {
    const symptom = facts.symptom('socket-disconnected', 'ring-alive-expired');
    const proxy = facts.tells(/proxy: failed|worker .*(exit|died|signal)|socket disconnected/i);
    if ((!symptom && proxy === null) || hostBreaks(facts)) return null;
    if (facts.breaks('control:drm/context')) return null;
    const confidence =
      (symptom?.symptom === 'socket-disconnected' || proxy !== null ? 0.7 : 0.5) + (hostIsSound(facts) ? 0.18 : 0);
    return { confidence, evidence: [...quoted(symptom?.line ?? proxy), ...outcomeOf(facts, 'host:same')] };
  },
};
