import type { Verdict } from '../../plan/outcome.ts';
import type { Point } from './points.ts';
import { type Rate, rateOf } from './wilson.ts';

/** A stretch of results that are all good, or all bad. */
export interface Stretch {
  good: boolean;
  first: Point;
  last: Point;
  runs: number;
}

/** What the history tells of one case on one target. */
export interface CaseTrend {
  id: string;
  target: string;
  points: readonly Point[];
  /** The stretch that the newest result is in: since when it is as it is. Null where nothing ever ran. */
  now: Stretch | null;
  /** The bad stretch that is now, or else the last one there was: `first` is the first bad run. */
  bad: Stretch | null;
  /** The last good result before that stretch; null where there is none. */
  goodBefore: Point | null;
  /** How often an attempt ended in another way than expected, on the newest stack. Null where nothing ran on it. */
  off: Rate | null;
  /** On the newest stack it went bad and good again (or the other way round), or both ways within one run. */
  flaky: boolean;
}

const GOOD: ReadonlySet<Verdict> = new Set(['ok', 'known']);

/** A result as expected: a known failure is, an unexpected pass is not. */
export function isGood({ verdict }: Pick<Point, 'verdict'>): boolean {
  return GOOD.has(verdict);
}

/** Says nothing of the case: it never started. */
export function isSilent({ verdict }: Pick<Point, 'verdict'>): boolean {
  return verdict === 'infra';
}

/** Neighbours of one kind as stretches, oldest first; what never started is no part of any. */
export function stretchesOf(points: readonly Point[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const point of points.filter((candidate) => !isSilent(candidate))) {
    const current = stretches.at(-1);
    if (current?.good === isGood(point)) {
      current.last = point;
      current.runs += 1;
    } else {
      stretches.push({ good: isGood(point), first: point, last: point, runs: 1 });
    }
  }
  return stretches;
}

/**
 * The trend of one case on one target.
 * @param points its results, oldest first.
 */
export function trendOf(id: string, target: string, points: readonly Point[]): CaseTrend {
  const stretches = stretchesOf(points);
  const badAt = stretches.findLastIndex(({ good }) => !good);
  const newest = points.findLast((point) => !isSilent(point));
  // Of one stack only: another outcome after a part of the stack was changed is a change, not a flake.
  const same = points.filter(({ stack }) => stack === newest?.stack);
  return {
    id,
    target,
    points,
    now: stretches.at(-1) ?? null,
    bad: stretches[badAt] ?? null,
    goodBefore: stretches[badAt - 1]?.last ?? null,
    off: rateOf(sum(same, 'off'), sum(same, 'attempts')),
    flaky: stretchesOf(same).length > 2 || same.some(({ verdict }) => verdict === 'flaky'),
  };
}

function sum(points: readonly Point[], key: 'off' | 'attempts'): number {
  return points.reduce((total, point) => total + point[key], 0);
}
