import type { TimeBounds } from '../guest/guest.ts';
import type { Case } from '../plan/case.ts';

/** From the probe's own alarm to the guest's SIGKILL: a driver that blocks the signal gets no longer. */
const KILL_AFTER_ALARM_MS = 3_000;
/** From the guest's SIGKILL to the runner's deadline: room for a busy link and for fetching files. */
const DEADLINE_AFTER_KILL_MS = 12_000;
/** A stack that already failed its own sanity check gets this long for each case, so that the run fails quickly. */
const BROKEN_STACK_ALARM_MS = 4_000;

/**
 * The nested bounds of one case.
 * @param timeScale of the target: emulation is slower, never less correct.
 * @param brokenStack a stage from `gpu` on failed; the cases still run, but not for long.
 */
export function boundsFor(probeCase: Case, timeScale: number, brokenStack: boolean): TimeBounds {
  const own = probeCase.timeoutS * 1000 * timeScale;
  const alarm = brokenStack ? Math.min(own, BROKEN_STACK_ALARM_MS) : own;
  const kill = alarm + KILL_AFTER_ALARM_MS;
  return { alarm, kill, deadline: kill + DEADLINE_AFTER_KILL_MS };
}
