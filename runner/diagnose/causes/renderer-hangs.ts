import type { Cause } from '../cause.ts';
import { hostBreaks, hostIsSound, hostQuestions, outcomeOf, quoted } from '../evidence.ts';

export const rendererHangs: Cause = {
  id: 'renderer-hangs',
  title: 'The renderer stopped answering, and the host driver is not to blame',
  component: 'renderer',
  advice: 'Look at what the threads of virgl_render_server wait for (a debugger, or SIGABRT for a core file).',
  wants: (facts) =>
    facts.outcome('first') === 'timeout' || facts.symptom('stuck-in-wait')
      ? [...hostQuestions(facts), 'fresh-guest']
      : [],
  judge(facts) {
    const stuck = facts.symptom('stuck-in-wait', 'ring-alive-expired');
    const late = facts.outcome('first') === 'timeout' || facts.outcome('first') === 'lost';
    if ((!stuck && !late) || hostBreaks(facts)) return null;
    const confidence = 0.35 + (stuck ? 0.2 : 0) + (hostIsSound(facts) ? 0.2 : 0);
    return {
      confidence,
      evidence: [...quoted(stuck?.line ?? null), ...outcomeOf(facts, 'first'), ...outcomeOf(facts, 'host:same')],
    };
  },
};
