import type { Verdict } from '../../plan/outcome.ts';
import type { Point } from './points.ts';
import { isGood, stretchesOf } from './trend.ts';

/** How an unexpected result stands against the runs before it. */
export interface News {
  id: string;
  verdict: Verdict;
  /** `new`: the run before was good. `since`: that was bad already. `first`: nothing is known from before. */
  kind: 'new' | 'since' | 'first';
  /** `new`: the last good result; `since`: the first bad one of the stretch. */
  point: Point | null;
  /** Runs in the stretch before: good ones for `new`, bad ones for `since`. */
  runs: number;
}

/**
 * Judges unexpected results against the runs before.
 * @param before the results of a case in earlier runs, oldest first.
 */
export function newsOf(
  results: readonly { id: string; verdict: Verdict }[],
  before: (id: string) => readonly Point[],
): News[] {
  return results
    .filter((result) => !isGood(result) && result.verdict !== 'infra')
    .map(({ id, verdict }) => {
      const stretch = stretchesOf(before(id)).at(-1);
      if (!stretch) return { id, verdict, kind: 'first', point: null, runs: 0 };
      const { good, first, last, runs } = stretch;
      return { id, verdict, kind: good ? 'new' : 'since', point: good ? last : first, runs };
    });
}
