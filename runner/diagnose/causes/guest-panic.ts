import type { Cause } from '../cause.ts';
import { quoted } from '../evidence.ts';

export const guestPanic: Cause = {
  id: 'guest-panic',
  title: "The guest's kernel panicked or oopsed",
  component: 'guest-kernel',
  advice: 'The trace on the console names the function; a kernel or an overlay that was given is the first suspect.',
  wants: () => [],
  judge(facts) {
    const line = facts.tells(/Kernel panic|Unable to handle kernel|\bOops\b|kernel BUG at|the guest's kernel panicked/);
    return line === null ? null : { confidence: 0.93, evidence: quoted(line) };
  },
};
