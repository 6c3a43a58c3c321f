import type { Comparison } from './compare.ts';
import { type Digest, type Ending, endingAt } from './digest.ts';

/** A case that does not end alike everywhere, with its ending in each run; null where a run did not plan it. */
export interface MatrixRow {
  id: string;
  endings: (Ending | null)[];
}

/** The cases that differ, the worst first. */
export function matrixOf(comparison: Comparison, digests: readonly Digest[]): MatrixRow[] {
  const { regressions, missing, changed, fixes, removed, added } = comparison;
  const ids = new Set(
    [regressions, missing, changed, fixes, removed, added].flatMap((list) => list.map(({ id }) => id)),
  );
  const positions = digests.map((digest) => {
    const wanted = new Map<string, number>();
    for (const [position, id] of digest.ids.entries()) if (ids.has(id)) wanted.set(id, position);
    return wanted;
  });
  return [...ids].map((id) => ({
    id,
    endings: digests.map((digest, i) => {
      const position = positions[i]?.get(id);
      return position === undefined ? null : endingAt(digest, position);
    }),
  }));
}
