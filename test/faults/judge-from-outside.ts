import { join } from 'node:path';
import { packageRoot } from '../../runner/base/paths.ts';
import { runBaseline } from '../../runner/engine/baseline.ts';
import { hostResult } from '../../runner/engine/host-result.ts';
import { judgeLogs } from '../../runner/engine/log-clean.ts';
import type { RunLogs } from '../../runner/engine/run-logs.ts';
import { baselineCases } from '../../runner/plan/baseline.ts';
import type { Case } from '../../runner/plan/case.ts';
import type { StackOptions } from '../../runner/plan/stack-options.ts';
import type { Result } from '../../runner/record/schema.ts';
import type { BedContext } from './parts.ts';

/**
 * A case that judges a run from the outside: its logs, or the host's driver without the VM.
 * @returns null where the run was stopped meanwhile.
 */
export async function judgeFromOutside(
  { id, hostCheck }: Case,
  run: {
    context: BedContext;
    /** Of the fault's own VM; null where it shares one, whose logs tell of others as well. */
    logs: RunLogs | null;
    stack: StackOptions;
    /** The cases that were run. */
    ids: readonly string[];
  },
): Promise<Result | null> {
  const { context, logs, stack, ids } = run;
  if (hostCheck === 'log-clean') {
    return logs && hostResult(id, await judgeLogs(logs), context.expectations);
  }
  const finding = await runBaseline({
    target: context.host.target,
    expectations: context.host.expectations,
    cases: baselineCases(new Set(ids)),
    stack,
    goldenRoot: join(packageRoot, 'golden'),
    runDir: join(context.folder, 'baseline'),
    signal: context.signal,
    note: context.note,
  });
  return finding && hostResult(id, finding, context.expectations);
}
