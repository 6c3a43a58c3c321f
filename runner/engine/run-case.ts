import { relative } from 'node:path';
import { distributionOf } from '../base/distribution.ts';
import type { ProbeRun } from '../guest/guest.ts';
import { classify } from '../judge/classify.ts';
import { compareWithGolden } from '../judge/golden.ts';
import { judge } from '../judge/verdict.ts';
import type { Case } from '../plan/case.ts';
import type { Expectation } from '../plan/expectation.ts';
import { expectationFor } from '../plan/expectations.ts';
import { nothingSeen } from '../record/nothing-seen.ts';
import type { Metric, Result } from '../record/schema.ts';
import { excerptsOf } from './excerpts.ts';

export interface CaseContext {
  runDir: string;
  goldenRoot: string;
  profile: string;
  expectations: readonly Expectation[];
}

/** A result for a case that no guest was left to run. */
export function notRun(probeCase: Case, reason: string): Result {
  const message = `not run: ${reason}`;
  return {
    type: 'result',
    id: probeCase.id,
    outcome: 'infra',
    verdict: 'infra',
    message,
    ...nothingSeen(),
  };
}

function withSummary(metric: Metric): Metric {
  const summary = distributionOf(metric.values);
  return summary === null ? metric : { ...metric, summary };
}

/** Turns what was seen of a process into a result: outcome, goldens, verdict, and the log lines that explain it. */
export async function resultOf(probeCase: Case, run: ProbeRun, context: CaseContext): Promise<Result> {
  const seen = classify(run);
  const golden =
    seen.outcome === 'pass' && probeCase.golden
      ? await compareWithGolden({
          case: probeCase,
          profile: context.profile,
          announced: seen.announced,
          fetched: run.files,
          goldenRoot: context.goldenRoot,
          runDir: context.runDir,
        })
      : null;
  const outcome = golden && !golden.check.ok ? 'fail' : seen.outcome;
  const message = golden && !golden.check.ok ? (golden.check.message ?? 'differs from its golden') : seen.message;
  const judged = judge(outcome, message, expectationFor(probeCase.id, context.expectations));
  const compared = new Set(golden?.files.map((file) => file.name));
  const artifacts = run.files
    .filter((file) => !compared.has(file.name))
    .map((file) => ({
      name: file.name,
      role: 'artifact' as const,
      path: relative(context.runDir, file.path),
      bytes: file.bytes,
    }));
  return {
    type: 'result',
    id: probeCase.id,
    outcome,
    verdict: judged.verdict,
    message: judged.message,
    ...(judged.expected ? { expected: judged.expected } : {}),
    attempts: [{ outcome, message, durationMs: run.durationMs }],
    durationMs: run.durationMs,
    processMs: run.processMs,
    ...(run.resources ? { resources: run.resources } : {}),
    exit: seen.exit,
    checks: golden ? [...seen.checks, golden.check] : seen.checks,
    metrics: seen.metrics.map(withSummary),
    files: [...(golden?.files ?? []), ...artifacts],
    logs: run.logs,
    excerpts: judged.verdict === 'ok' ? [] : await excerptsOf(context.runDir, run.logs),
  };
}
