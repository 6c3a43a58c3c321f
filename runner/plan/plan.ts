import { UsageError } from '../base/errors.ts';
import type { Case, Need } from './case.ts';
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

const OFFERS: Readonly<Record<Need, (target: Target) => boolean>> = {
  vm: ({ kind }) => kind === 'vm',
  // Nobody knows what is under a guest that runs already; and the probes for the host itself are built on Linux only.
  'host-stack': (target) =>
    (target.kind === 'host' || target.image.kind !== 'running') && target.platforms.includes('linux'),
};

/** Whether a target offers what a case needs. */
export function runsOn({ needs }: Case, target: Target): boolean {
  return needs.every((need) => OFFERS[need](target));
}

/** Lines that are expected on the whole target are expected in each of its cases. */
function withTargetLog(probeCase: Case, target: Target): Case {
  const lines = (target.kind === 'vm' && target.expectedLog) || [];
  return lines.length === 0 ? probeCase : { ...probeCase, expectedLog: [...probeCase.expectedLog, ...lines] };
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
  const runnable = named
    .filter((candidate) => runsOn(candidate, input.target))
    .map((candidate) => withTargetLog(candidate, input.target));
  if (runnable.length === 0) {
    throw new UsageError(`None of the ${named.length} selected cases runs on ${input.target.name}.`, {
      hint: 'They need a VM; choose a target that boots one.',
    });
  }
  return Object.freeze({
    target: input.target,
    // What judges a run from the outside belongs to each part of it.
    cases: Object.freeze([
      ...takeShard(
        runnable.filter(({ hostCheck }) => hostCheck === null),
        input.shard,
      ),
      ...runnable.filter(({ hostCheck }) => hostCheck !== null),
    ]),
    query: Object.freeze([...query]),
    shard: input.shard ?? null,
  });
}
