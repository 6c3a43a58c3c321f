import { judge } from '../judge/verdict.ts';
import type { Expectation } from '../plan/expectation.ts';
import { expectationFor } from '../plan/expectations.ts';
import type { Outcome } from '../plan/outcome.ts';
import { nothingSeen } from '../record/nothing-seen.ts';
import type { Check, Result } from '../record/schema.ts';

/** What a judgement from the outside found. */
export interface HostFinding {
  outcome: Outcome;
  /** One sentence; empty for a pass. */
  message: string;
  checks: readonly Check[];
  durationMs: number;
  /** Of programs that were run for it. */
  processMs: number | null;
}

/** The result of a case that no probe in the guest makes. */
export function hostResult(id: string, finding: HostFinding, expectations: readonly Expectation[]): Result {
  const { outcome, message, checks, durationMs, processMs } = finding;
  return {
    type: 'result',
    id,
    outcome,
    ...judge(outcome, message, expectationFor(id, expectations)),
    ...nothingSeen(),
    attempts: [{ outcome, message, durationMs }],
    durationMs,
    processMs,
    checks: [...checks],
  };
}
