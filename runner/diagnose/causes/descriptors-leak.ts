import type { Cause } from '../cause.ts';
import { hostBreaks, hostIsSound, hostQuestions, outcomeOf, quoted } from '../evidence.ts';

/** Of the process in the guest. */
const OWN = /open descriptors/;
/** Of the render server or QEMU, which hold what is handed to the guest. */
const OF_HOST = /(virgl_render_server|vkr|proxy|qemu).*(EMFILE|Too many open files)/i;

export const descriptorsLeak: Cause = {
  id: 'descriptors-leak',
  title: 'Descriptors are opened and not closed again',
  component: 'guest-driver',
  advice: 'Count what lies in /proc/PID/fd of the probe, of virgl_render_server and of QEMU while the case runs.',
  wants: (facts) => ((facts.tells(OWN) ?? facts.tells(OF_HOST)) ? hostQuestions(facts) : []),
  judge(facts) {
    const there = facts.tells(OF_HOST);
    const line = there ?? facts.tells(OWN);
    if (line === null || hostBreaks(facts)) return null;
    return {
      component: there === null ? 'guest-driver' : 'renderer',
      confidence: hostIsSound(facts) ? 0.87 : 0.6,
      evidence: [...quoted(line), ...outcomeOf(facts, 'host:same')],
    };
  },
};
