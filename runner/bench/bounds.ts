import type { Figures } from './figures.ts';

type Bounded = Exclude<keyof Figures, 'imageMpxPerSecond' | 'bestCpus'>;

/** A figure beyond its bound makes `bench` exit 1. */
export interface Bound {
  figure: Bounded;
  is: 'at most' | 'at least';
  limit: number;
}

export const BOUNDS: readonly Bound[] = [
  { figure: 'bootRatio', is: 'at most', limit: 1.25 },
  { figure: 'caseOverheadMs', is: 'at most', limit: 10 },
  { figure: 'catalogueRatio', is: 'at most', limit: 1.15 },
  { figure: 'seedsWayRatio', is: 'at least', limit: 4 },
  { figure: 'compareSeconds', is: 'at most', limit: 15 },
  { figure: 'comparePeakMiB', is: 'at most', limit: 1024 },
];

/** The bounds that a figure is beyond. What was not measured misses none. */
export function missedBounds(figures: Figures): Bound[] {
  return BOUNDS.filter(({ figure, is, limit }) => {
    const value = figures[figure];
    // NaN, from a measurement that saw nothing, is never within a bound.
    return value !== null && !(is === 'at most' ? value <= limit : value >= limit);
  });
}
