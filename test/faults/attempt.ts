import { caseRequest } from '../../runner/engine/case-request.ts';
import { resultOf } from '../../runner/engine/run-case.ts';
import type { RunLogs } from '../../runner/engine/run-logs.ts';
import type { Session } from '../../runner/engine/session.ts';
import type { Case } from '../../runner/plan/case.ts';
import { expectationsOn } from '../../runner/plan/expectations.ts';
import type { Outcome } from '../../runner/plan/outcome.ts';
import type { Result } from '../../runner/record/schema.ts';
import type { BedContext, BootTrouble } from './parts.ts';

/** A VM, or several after each other. */
export interface BedPlace {
  session: Session;
  runDir: string;
  logs: RunLogs;
  goldenRoot: string;
  /** What went wrong at its first boot that did. */
  boot: BootTrouble | null;
}

const LEFT_IN_DOUBT: ReadonlySet<Outcome> = new Set(['crash', 'timeout', 'lost']);

/**
 * Runs a case once under a fault, and looks whether its guest outlived it: without the fault, so that a guest is given up
 * where it is broken, and not for what the fault would do to the look itself.
 * @param plant plants the fault, or takes it out.
 * @returns null where the run was stopped meanwhile.
 */
export async function attemptUnder(
  probeCase: Case,
  { session, runDir, logs, goldenRoot }: BedPlace,
  { target, expectations, signal }: BedContext,
  plant: (planted: boolean) => void,
): Promise<Result | null> {
  const report = session.report;
  plant(true);
  const run = await session
    .run(caseRequest(probeCase, { timeScale: target.timeScale, brokenStack: report.finding !== null, signal }))
    .finally(() => plant(false));
  if (run.ended === 'aborted' || signal.aborted) return null;
  const symptoms = await logs.look(probeCase, run.logs, session);
  const { profile } = report.stack;
  const held = expectationsOn(profile, expectations);
  const result = await resultOf(probeCase, run, { runDir, goldenRoot, profile, expectations: held });
  const seen = symptoms.length > 0 ? { ...result, symptoms } : result;
  logs.judged(seen);
  // A probe that ended by itself seldom leaves a broken guest: the bed looks once a fault.
  const doubtful = LEFT_IN_DOUBT.has(seen.outcome) || symptoms.length > 0;
  if (doubtful && session.hasGuest) await session.examine(signal);
  session.caseEnded(probeCase.id, { killed: !session.hasGuest, timedOut: seen.outcome === 'timeout' });
  return seen;
}
