import { UsageError } from '../base/errors.ts';
import type { Case } from '../plan/case.ts';
import type { Plan } from '../plan/plan.ts';
import type { Target } from '../plan/target.ts';
import { isComplete, type RunRecord } from '../record/reader.ts';

/**
 * What is left to do of a run whose runner was stopped: its own plan, without the cases that have a result.
 * @throws UsageError where nothing is left, its guest was never up, or its target or a case is no more.
 */
export function planToResume(record: RunRecord, targets: readonly Target[], cases: readonly Case[]): Plan {
  const { run, target: name, plan } = record.header;
  if (isComplete(record)) {
    throw new UsageError(`${run} is complete: there is nothing to go on with.`, {
      hint: `\`venus-suite run --target ${name}\` makes a new run.`,
    });
  }
  if (!record.boots.some(({ infra }) => infra === null)) {
    throw new UsageError(`${run}: its guest was never up, so there is no stack to go on with.`, {
      hint: `\`venus-suite run --target ${name}\` makes a new run.`,
    });
  }
  const target = targets.find((candidate) => candidate.name === name);
  if (!target) {
    throw new UsageError(`${run} was made on the target “${name}”, which there is no more.`, {
      hint: `There are: ${targets.map((candidate) => candidate.name).join(', ')}. Your own go in venus-suite.config.ts.`,
    });
  }
  const byId = new Map(cases.map((candidate) => [candidate.id, candidate]));
  const left = record.missing.map((id) => {
    const found = byId.get(id);
    if (found) return found;
    throw new UsageError(`${run} planned the case ${id}, which there is no more.`, {
      hint: 'Go on with the revision of the suite that began it (the header names it), or make a new run.',
    });
  });
  return Object.freeze({ target, cases: Object.freeze(left), query: plan.query, shard: plan.shard });
}
