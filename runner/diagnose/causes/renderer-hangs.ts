import type { Cause } from '../cause.ts';
import { hostBreaks, hostIsSound, hostQuestions, outcomeOf, quoted, WAITS_IN_VAIN } from '../evidence.ts';
import type { Facts } from '../facts.ts';

const STOPPED = /stopped by a signal: .*virgl_render/;
const ANSWERED = ['control:memory/coherent-device-to-host', 'sharing:no_fence_feedback'];
/** Venus gives its process up once the renderer has shown no sign of life for some seconds. Milliseconds. */
const PATIENCE_MS = 3500;

export const rendererHangs: Cause = {
  id: 'renderer-hangs',
  title: 'The renderer stopped answering, and the host driver is not to blame',
  component: 'renderer',
  advice: 'Look at what the threads of virgl_render_server wait for (a debugger, or SIGABRT for a core file).',
  wants: (facts) =>
    isLate(facts) || facts.symptom('stuck-in-wait') || facts.tellsOf('first', WAITS_IN_VAIN)
      ? [
          ...hostQuestions(facts),
          'flag:no_fence_feedback',
          ...(facts.outcome('first') === 'lost' ? ['fresh-guest'] : []),
        ]
      : [],
  judge(facts) {
    if (hostBreaks(facts)) return null;
    const stopped = facts.tells(STOPPED);
    if (stopped !== null) return { confidence: 0.9, evidence: quoted(stopped) };
    const stuck = facts.symptom('stuck-in-wait', 'ring-alive-expired');
    const givenUp = experimentGivenUp(facts);
    if (!stuck && !isLate(facts) && givenUp === null) return null;
    // One that answers other cases has not stopped.
    const answers = ANSWERED.some((id) => facts.passes(id));
    const confidence = answers
      ? 0.4
      : 0.35 + (stuck || givenUp ? 0.2 : 0) + (givenUp ? 0.2 : 0) + (hostIsSound(facts) ? 0.2 : 0);
    return {
      // Without a word of it from the host's side it is not certain.
      confidence: Math.min(confidence, 0.8),
      evidence: [
        ...quoted(stuck?.line ?? null),
        ...outcomeOf(facts, 'first'),
        ...(givenUp === null ? [] : outcomeOf(facts, givenUp)),
        ...outcomeOf(facts, 'host:same'),
      ],
    };
  },
};

const isLate = (facts: Facts): boolean => ['timeout', 'lost'].includes(facts.outcome('first') ?? '');

/** The first experiment in which Venus aborted after a while, where the case itself waits in vain. */
function experimentGivenUp(facts: Facts): string | null {
  if (!isLate(facts) && facts.tellsOf('first', WAITS_IN_VAIN) === null) return null;
  const found = facts.observations.find(
    ({ experiment, result }) =>
      !experiment.startsWith('host:') &&
      result?.outcome === 'crash' &&
      result.durationMs > PATIENCE_MS &&
      result.message.includes('SIGABRT'),
  );
  return found?.experiment ?? null;
}
