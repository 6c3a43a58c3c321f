import { UsageError } from '../base/errors.ts';
import type { Case } from './case.ts';
import { selectByQuery } from './query.ts';
import { takeShard } from './shard.ts';
import type { Target } from './target.ts';

/** What a run sets out to do, fixed before anything boots: a result that is missing at the end is a failure. */
export interface Plan {
  readonly target: Target;
  readonly cases: readonly Case[];
  readonly query: readonly string[];
  readonly shard: string | null;
}

/** Whether a target offers what a case needs. */
export function runsOn(probeCase: Case, target: Target): boolean {
  return target.kind === 'vm' || !probeCase.needs.includes('vm');
}

/** @throws UsageError where a query names no case, or none that the target can run. */
export function makePlan(input: {
  target: Target;
  cases: readonly Case[];
  query?: readonly string[];
  shard?: string | undefined;
}): Plan {
  const query = input.query ?? [];
  const named = selectByQuery(input.cases, query);
  const runnable = named.filter((candidate) => runsOn(candidate, input.target));
  if (runnable.length === 0) {
    throw new UsageError(`None of the ${named.length} selected cases runs on ${input.target.name}.`, {
      hint: 'They need a VM; choose a target that boots one.',
    });
  }
  return Object.freeze({
    target: input.target,
    cases: Object.freeze(takeShard(runnable, input.shard)),
    query: Object.freeze([...query]),
    shard: input.shard ?? null,
  });
}
