// What a gate believes after it ran again what differed. Pure: a function of endings and of metrics.

import { median } from '../base/distribution.ts';
import { type Digest, type Ending, outcomeAt } from './digest.ts';
import { higherIsBetter, isLarge } from './metrics.ts';

/** How often a case ended badly, of how many times that tell anything. */
export interface Tally {
  bad: number;
  of: number;
}

/** The chance up to which several bad ends on one side and fewer on the other are taken for luck. */
const LUCK = 0.05;

/** Runs of each side without which no metric is accused: of three each the chance of a false alarm is 1 in 20. */
export const FEWEST_RUNS = 3;

/** How a case ended, each time that it was tried: a run may have tried it more than once. */
function outcomesOf(id: string, digests: readonly Digest[]): Ending['outcome'][] {
  return digests.flatMap((digest): readonly Ending['outcome'][] => {
    const position = digest.ids.indexOf(id);
    if (position < 0) return [];
    const attempts = digest.stories.get(position)?.attempts ?? [];
    return attempts.length > 0 ? attempts : [outcomeAt(digest, position)];
  });
}

/**
 * @param wasPass whether the base's first run passed: then anything else is bad; else just what the patch first ended with.
 */
export function tallyOf(id: string, digests: readonly Digest[], wasPass: boolean, first: Ending['outcome']): Tally {
  const telling = outcomesOf(id, digests).filter((outcome) => outcome !== 'infra' && outcome !== 'missing');
  const bad = telling.filter((outcome) => (wasPass ? outcome !== 'pass' : outcome === first));
  return { bad: bad.length, of: telling.length };
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i += 1) ways = (ways * (n - k + i)) / i;
  return ways;
}

/** Fisher's exact test, one-sided: the chance of so many of the bad ends on the patch's side, were the sides alike. */
export function fisherP(base: Tally, patch: Tally): number {
  const bad = base.bad + patch.bad;
  const all = choose(base.of + patch.of, bad);
  let p = 0;
  for (let k = patch.bad; k <= Math.min(bad, patch.of); k += 1)
    p += (choose(patch.of, k) * choose(base.of, bad - k)) / all;
  return p;
}

/**
 * Whether a case is worse on the patch's side. What never happened on the base and always on the patch is believed
 * however few the runs are: each side was as often asked as it could be.
 */
export function isWorse(base: Tally, patch: Tally): boolean {
  if (patch.bad === 0) return false;
  if (base.bad === 0 && patch.bad === patch.of) return true;
  return fisherP(base, patch) <= LUCK;
}

/** The medians of one metric in each of several runs that have it. */
export function mediansOf(id: string, metric: string, digests: readonly Digest[]): number[] {
  return digests.flatMap((digest) => {
    const found = digest.metrics.get(digest.ids.indexOf(id))?.find(({ name }) => name === metric);
    return found ? [median(Array.from(found.values))] : [];
  });
}

/**
 * Whether a metric is worse on the patch's side: every run of it is worse than every run of the base, and their middle
 * by as much as counts. Runs are compared, not the values in them, so that it does not matter how much two processes of
 * one stack differ: where base and patch are alike, and run in turn, the chance is 1 in C(2n, n) with n runs each.
 */
export function isSlower(unit: string, base: readonly number[], patch: readonly number[]): boolean {
  if (base.length < FEWEST_RUNS || patch.length < FEWEST_RUNS) return false;
  const higher = higherIsBetter(unit);
  if (higher === null || !isLarge(median(base), median(patch))) return false;
  return higher ? Math.max(...patch) < Math.min(...base) : Math.min(...patch) > Math.max(...base);
}
