import { baselineCases } from '../plan/baseline.ts';
import type { Case } from '../plan/case.ts';
import type { Expectation } from '../plan/expectation.ts';
import { expectationsOn } from '../plan/expectations.ts';
import type { HostTarget } from '../plan/target.ts';
import type { Result } from '../record/schema.ts';
import { runBaseline } from './baseline.ts';
import { type HostFinding, hostResult } from './host-result.ts';
import { judgeLogs } from './log-clean.ts';
import type { RunLogs } from './run-logs.ts';
import type { RunInput } from './run-plan.ts';

/** The host under a run's VM, for host/baseline. */
export interface HostUnder {
  target: HostTarget;
  expectations: readonly Expectation[];
}

/**
 * Judges a run from the outside, once its other cases have their results.
 * @param profile of the run's stack.
 * @returns null where the run was stopped meanwhile.
 */
export async function runHostCheck(
  { id, hostCheck }: Case,
  input: RunInput,
  logs: RunLogs,
  profile: string,
  signal: AbortSignal,
): Promise<Result | null> {
  const finding = hostCheck === 'log-clean' ? await judgeLogs(logs) : await baselineOf(input, signal);
  return finding && hostResult(id, finding, expectationsOn(profile, input.expectations));
}

async function baselineOf(input: RunInput, signal: AbortSignal): Promise<HostFinding | null> {
  const { plan, resumed, observer, hostUnder } = input;
  if (!hostUnder) throw new Error(`host/baseline is planned on ${plan.target.name}, which has no VM`);
  const planned = new Set(resumed?.header.plan.ids ?? plan.cases.map(({ id }) => id));
  return runBaseline({
    ...input,
    ...hostUnder,
    cases: baselineCases(planned),
    signal,
    note: (line) => observer.note(line),
  });
}
