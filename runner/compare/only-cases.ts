import type { Comparison } from './compare.ts';
import type { Digest } from './digest.ts';

/** What a comparison of two runs says of some cases: where a run was made before, it may hold others. */
export function onlyCases(comparison: Comparison, ids: ReadonlySet<string>, runs: readonly Digest[]): Comparison {
  const asked = <T extends { id: string }>(list: readonly T[]): T[] => list.filter(({ id }) => ids.has(id));
  const { regressions, fixes, changed, missing, added, removed, timings } = comparison;
  const lists = {
    regressions: asked(regressions),
    fixes: asked(fixes),
    changed: asked(changed),
    missing: asked(missing),
    added: asked(added),
    removed: asked(removed),
    timings: asked(timings),
  };
  const [first, ...others] = runs.map((run) => new Set(run.ids));
  const common = [...ids].filter((id) => first?.has(id) && others.every((run) => run.has(id)));
  const differ = new Set(
    [lists.regressions, lists.fixes, lists.changed, lists.missing].flatMap((list) => list.map(({ id }) => id)),
  );
  return { ...comparison, ...lists, same: common.filter((id) => !differ.has(id)).length };
}
