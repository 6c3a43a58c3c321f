import type { Cause } from '../cause.ts';
import { brokenOnHost, hostIsSound, hostQuestions, outcomeOf, quoted } from '../evidence.ts';

/** SIGABRT, SIGBUS, SIGSEGV, as a number or as the status of a shell. */
const CRASHED = /status (134|135|139)|SIG(ABRT|BUS|SEGV)/;

const KILLED = /status 137|SIGKILL/;
/** QEMU says who ended it. */
const BY_SERVER = /terminating on signal \d+ from pid \d+ \(\S*virgl_render/;

/** A guest's processes have one of the host each: a driver that serves just one at a time breaks whoever asks for the second. */
const SEVERAL = 'host:lifecycle/many-processes';

export const vmmDied: Cause = {
  id: 'vmm-died',
  title: 'QEMU ended under the case, or was stopped',
  component: 'vmm',
  advice: "Look at QEMU's last lines; with a debugger or a core file, at where it stopped.",
  wants: (facts) => (facts.outcome('first') === 'lost' ? [...hostQuestions(facts), SEVERAL, 'fresh-guest'] : []),
  judge(facts) {
    const gone = facts.tells(
      /QEMU (is gone|ended|exited|was killed|died|does not answer its monitor)|qemu.*(SIG[A-Z]+|signal \d+)|stopped by a signal: .*qemu/i,
    );
    // One that was ended in good order, or never ran, did not die under anything.
    if (facts.boot?.unreached && !(facts.boot.stage !== 'process' && CRASHED.test(facts.boot.detail))) return null;
    const ender = facts.tells(BY_SERVER);
    if (ender !== null) return { component: 'renderer', confidence: 0.93, evidence: quoted(ender) };
    if (gone === null) return null;
    if (facts.tells(/Kernel panic/) !== null) return null;
    // It dies of what the host's driver does to it as well.
    if (brokenOnHost(facts) !== null) return { confidence: 0.5, evidence: quoted(gone) };
    // A crash may be virglrenderer's, which QEMU has in its own process.
    // And one that was killed was killed by somebody: the kernel for want of memory, a child of its own.
    const confidence = CRASHED.test(gone) ? 0.75 : KILLED.test(gone) ? 0.8 : hostIsSound(facts) ? 0.88 : 0.8;
    return { confidence, evidence: [...quoted(gone), ...outcomeOf(facts, 'fresh-guest')] };
  },
};
