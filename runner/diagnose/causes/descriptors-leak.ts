import type { Cause } from '../cause.ts';
import { hostBreaks, hostIsSound, hostQuestions, outcomeOf, quoted } from '../evidence.ts';

const TOO_MANY = /open descriptors|file descriptors?.*(leak|before|after)|EMFILE|Too many open files|TOO_MANY_OBJECTS/i;

export const descriptorsLeak: Cause = {
  id: 'descriptors-leak',
  title: 'Descriptors that are handed out on the way to the guest are not closed again',
  component: 'renderer',
  advice: 'Count what lies in /proc/PID/fd of virgl_render_server and of QEMU while the case runs: what is it?',
  wants: (facts) => (facts.tells(TOO_MANY) === null ? [] : hostQuestions(facts)),
  judge(facts) {
    const line = facts.tells(TOO_MANY);
    if (line === null || hostBreaks(facts)) return null;
    return {
      confidence: hostIsSound(facts) ? 0.87 : 0.6,
      evidence: [...quoted(line), ...outcomeOf(facts, 'host:same')],
    };
  },
};
