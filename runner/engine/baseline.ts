import { join } from 'node:path';
import { InfraError } from '../base/errors.ts';
import { createGuest } from '../guest/create-guest.ts';
import type { Guest } from '../guest/guest.ts';
import { baselineMessage } from '../judge/host-messages.ts';
import type { Case } from '../plan/case.ts';
import type { Expectation } from '../plan/expectation.ts';
import { expectationsOn } from '../plan/expectations.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { HostTarget } from '../plan/target.ts';
import type { Check, Result } from '../record/schema.ts';
import { caseRequest } from './case-request.ts';
import type { HostFinding } from './host-result.ts';
import { resultOf } from './run-case.ts';

export interface BaselineInput {
  target: HostTarget;
  /** Known failures of the host itself. */
  expectations: readonly Expectation[];
  cases: readonly Case[];
  /** Of the run; what is the guest's is left out. */
  stack: StackOptions;
  goldenRoot: string;
  runDir: string;
  signal: AbortSignal;
  note(line: string): void;
}

/** A skip is no defect of the driver; neither is what is known of it. */
function toCheck({ id, outcome, verdict, message }: Result): Check {
  const ok = outcome === 'pass' || outcome === 'skip' || verdict === 'known';
  const known = verdict === 'known' ? `known: ${message}` : message;
  return { name: id, ok, expected: 'pass', actual: outcome, ...(known === '' ? {} : { message: known }) };
}

async function runCases(guest: Guest, input: BaselineInput): Promise<Result[] | null> {
  const { target, cases, signal, goldenRoot, expectations, runDir } = input;
  const report = await guest.boot(() => {});
  const { profile } = report.stack;
  const held = expectationsOn(profile, expectations);
  const request = { timeScale: target.timeScale, brokenStack: report.finding !== null, signal };
  const results: Result[] = [];
  for (const probeCase of cases) {
    const run = await guest.runProbe(caseRequest(probeCase, request));
    if (signal.aborted) return null;
    results.push(await resultOf(probeCase, run, { runDir, goldenRoot, profile, expectations: held }));
  }
  return results;
}

/**
 * host/baseline: runs the probes of a run once more without its VM, one check for each. What fails there is the host
 * driver's own; what fails in the guest alone is not.
 * @returns null where the run was stopped meanwhile.
 */
export async function runBaseline(input: BaselineInput): Promise<HostFinding | null> {
  const began = performance.now();
  // Its logs and files lie apart from the guests': they tell of another stack.
  const runDir = join(input.runDir, 'baseline');
  let guest: Guest | null = null;
  try {
    const stack = { ...input.stack, guestEnv: {} };
    guest = await createGuest(input.target, { runDir, stack, progress: (line) => input.note(line) });
    const results = await runCases(guest, { ...input, runDir });
    if (!results) return null;
    const checks = results.map(toCheck);
    return {
      outcome: checks.every(({ ok }) => ok) ? 'pass' : 'fail',
      message: baselineMessage(checks),
      checks,
      durationMs: performance.now() - began,
      processMs: results.reduce((sum, { processMs }) => sum + (processMs ?? 0), 0),
    };
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    const message = `the host's own driver could not be asked: ${error.message}`;
    return { outcome: 'infra', message, checks: [], durationMs: performance.now() - began, processMs: null };
  } finally {
    await guest?.close();
  }
}
