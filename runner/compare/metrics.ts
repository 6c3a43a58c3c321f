import { distributionOf, median } from '../base/distribution.ts';
import type { DigestMetric } from './digest.ts';
import { mannWhitneyP } from './rank-test.ts';

/**
 * Medians that are nearer to one another than this are no change, however certain the difference is: two processes on
 * one machine and one stack differ by several per cent, and a test of the values of one process each cannot see that.
 */
export const LEAST_RATIO = 4 / 3;

/** The chance that a comparison of two runs of one stack names any metric at all, over all of its metrics together. */
export const FAMILY_ERROR = 0.01;

export interface MetricFigures {
  n: number;
  median: number;
  /** What only one in twenty values is worse than: the 95th percentile, of a rate the 5th. */
  tail: number;
}

/** A metric of one case in two runs. */
export interface MetricPair {
  id: string;
  metric: string;
  unit: string;
  from: ArrayLike<number>;
  to: ArrayLike<number>;
}

export interface MetricChange {
  id: string;
  metric: string;
  unit: string;
  from: MetricFigures;
  to: MetricFigures;
  /** Of the medians, to / from; null where it is no number. */
  ratio: number | null;
  /** Of the Mann-Whitney test, before the correction for many metrics. */
  p: number;
  direction: 'worse' | 'better' | 'other';
}

/** Whether more of it is good, or bad; null where that depends. */
export function higherIsBetter(unit: string): boolean | null {
  if (unit.endsWith('/s')) return true;
  return unit === 'count' ? null : false;
}

function figures(values: ArrayLike<number>, unit: string): MetricFigures {
  const list = Array.from(values);
  // For a rate the 95th percentile is its good end.
  if (higherIsBetter(unit) !== true) {
    const { n, median: middle, p95 } = distributionOf(list) ?? { n: 0, median: Number.NaN, p95: Number.NaN };
    return { n, median: middle, tail: p95 };
  }
  const turned = distributionOf(list.map((value) => -value));
  return { n: list.length, median: median(list), tail: -(turned?.p95 ?? Number.NaN) };
}

function directionOf(unit: string, rises: boolean): MetricChange['direction'] {
  const higher = higherIsBetter(unit);
  if (higher === null) return 'other';
  return rises === higher ? 'better' : 'worse';
}

/** Whether two medians are far enough from one another to speak of. */
export function isLarge(from: number, to: number): boolean {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  // Nothing is a multiple of 0 or of what is below it.
  return low > 0 ? high / low >= LEAST_RATIO : high !== low;
}

/**
 * The metrics that changed: those whose medians are at least a third apart and whose values the Mann-Whitney test
 * tells from one another, with Holm's correction over all metrics of the comparison.
 */
export function changedMetrics(pairs: Iterable<MetricPair>): MetricChange[] {
  let tests = 0;
  const large: MetricChange[] = [];
  for (const { id, metric, unit, from, to } of pairs) {
    tests += 1;
    const [before, after] = [figures(from, unit), figures(to, unit)];
    if (!isLarge(before.median, after.median)) continue;
    const p = mannWhitneyP(from, to);
    if (p > FAMILY_ERROR) continue;
    const ratio = before.median > 0 ? after.median / before.median : null;
    const direction = directionOf(unit, after.median > before.median);
    large.push({ id, metric, unit, from: before, to: after, ratio, p, direction });
  }
  const byP = large.toSorted((a, b) => a.p - b.p);
  const firstOut = byP.findIndex(({ p }, rank) => p > FAMILY_ERROR / (tests - rank));
  return firstOut < 0 ? byP : byP.slice(0, firstOut);
}

/** The metrics that both of two results have, by name and unit. */
export function metricPairs(id: string, from: readonly DigestMetric[], to: readonly DigestMetric[]): MetricPair[] {
  return from.flatMap(({ name, unit, values }) => {
    const other = to.find((candidate) => candidate.name === name && candidate.unit === unit);
    return other ? [{ id, metric: name, unit, from: values, to: other.values }] : [];
  });
}
