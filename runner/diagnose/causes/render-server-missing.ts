import type { Cause } from '../cause.ts';
import { outcomeOf, quoted } from '../evidence.ts';

export const renderServerMissing: Cause = {
  id: 'render-server-missing',
  title: 'virglrenderer cannot start its render server',
  component: 'configuration',
  advice: 'Point RENDER_SERVER_EXEC_PATH (--render-server) at a virgl_render_server that can be executed.',
  wants: (facts) => (facts.boot === null ? [] : ['control:drm/context']),
  judge(facts) {
    const symptom = facts.symptom('render-server-exec');
    if (symptom) {
      return { confidence: 0.96, evidence: [...quoted(symptom.line), ...outcomeOf(facts, 'control:drm/context')] };
    }
    const line = facts.tells(/failed to (exec|spawn).*render.?server|render_server.*(No such file|Permission denied)/i);
    return line === null ? null : { confidence: 0.9, evidence: quoted(line) };
  },
};
