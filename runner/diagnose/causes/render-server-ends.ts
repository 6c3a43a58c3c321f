import type { Cause } from '../cause.ts';
import { hostIsSound, hostQuestions, outcomeOf, quoted } from '../evidence.ts';

export const renderServerEnds: Cause = {
  id: 'render-server-ends',
  title: 'The render server ends, or speaks another protocol, before it has made a context',
  component: 'renderer',
  advice: 'Run virgl_render_server by hand; is it of the same build as the virglrenderer that QEMU loads?',
  wants: (facts) =>
    facts.boot === null && facts.probeCase.area !== 'drm' ? [] : ['control:drm/context', ...hostQuestions(facts)],
  judge(facts) {
    const refused =
      facts.breaks('control:drm/context') || (facts.probeCase.id === 'drm/context' && facts.breaks('first'));
    if (!refused || facts.symptom('render-server-exec') !== null) return null;
    const symptom = facts.symptom('socket-disconnected', 'bad-client-op');
    const proxy = facts.tells(/proxy: |render_socket|context_create.*0x0|invalid client op/);
    const confidence = (symptom || proxy !== null ? 0.72 : 0.4) + (hostIsSound(facts) ? 0.15 : 0);
    const said = quoted(symptom?.line ?? proxy);
    return {
      confidence,
      evidence: [...said, ...outcomeOf(facts, 'control:drm/context'), ...outcomeOf(facts, 'host:protocol/instance')],
    };
  },
};
