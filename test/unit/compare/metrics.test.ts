import { describe, expect, it } from 'vitest';
import { changedMetrics, FAMILY_ERROR, type MetricPair } from '../../../runner/compare/metrics.ts';
import { latencies, normalFrom, randomFrom } from './random.ts';

/** How many values the metrics of the shipped cases have. */
const SIZES = [500, 400, 400, 200, 60, 20, 12, 12, 10, 10, 10, 10, 8];

/** Two runs of one stack. `shift`: how far the levels of two processes are apart, as a part of the level. */
function sameStack(random: () => number, shift: number): MetricPair[] {
  const level = (): number => Math.exp(shift * normalFrom(random));
  return SIZES.map((n, i) => ({
    id: `perf/${i}`,
    metric: 'round trip',
    unit: 'ns',
    from: latencies(random, n, level()),
    to: latencies(random, n, level()),
  }));
}

/** The part of many comparisons of one stack with itself in which any metric is named. */
function falseAlarms(shift: number, comparisons: number): number {
  const random = randomFrom(1 + shift * 1000);
  const named = Array.from({ length: comparisons }, () => changedMetrics(sameStack(random, shift)).length > 0);
  return named.filter(Boolean).length / comparisons;
}

const pair = (from: number[], to: number[], unit = 'ns'): MetricPair => ({ id: 'a/1', metric: 'm', unit, from, to });
const around = (level: number, n = 12): number[] => Array.from({ length: n }, (_, i) => level * (1 + i / 1000));

describe('changedMetrics', () => {
  // docs/compare.md has these figures.
  it('accuses one stack against itself in 1 of 100 comparisons of 13 metrics at most', () => {
    expect(falseAlarms(0, 600)).toBeLessThanOrEqual(FAMILY_ERROR);
  }, 30_000);

  it('does so seldom where two processes of one stack differ by 5 per cent, and not where they differ by 15', () => {
    expect(falseAlarms(0.05, 300)).toBeLessThan(0.05);
    // One run each cannot tell a process that was slow from a stack that is: why `gate` runs again.
    expect(falseAlarms(0.15, 100)).toBeGreaterThan(0.5);
  }, 30_000);

  it('finds a time twice as long in 95 of 100 comparisons, with 20 values', () => {
    const random = randomFrom(7);
    const found = Array.from({ length: 200 }, () => {
      const others = sameStack(random, 0.02).slice(1);
      const worse = pair(latencies(random, 20, 1), latencies(random, 20, 2));
      return changedMetrics([worse, ...others]).some(({ id }) => id === 'a/1');
    });
    expect(found.filter(Boolean).length / 200).toBeGreaterThan(0.95);
  });

  it('knows which end of a metric is the good one', () => {
    expect(changedMetrics([pair(around(100), around(200))])[0]).toMatchObject({ direction: 'worse', ratio: 2 });
    expect(changedMetrics([pair(around(100), around(200), 'B/s')])[0]).toMatchObject({ direction: 'better' });
    expect(changedMetrics([pair(around(200), around(100), '1/s')])[0]).toMatchObject({ direction: 'worse' });
    expect(changedMetrics([pair(around(200), around(100), 'count')])[0]).toMatchObject({ direction: 'other' });
  });

  it('shows the bad end of both: the 95th percentile of a time, the 5th of a rate', () => {
    const values = Array.from({ length: 100 }, (_, i) => i + 1);
    const slower = values.map((value) => value * 3);
    expect(changedMetrics([pair(values, slower)])[0]?.to.tail).toBe(285);
    expect(changedMetrics([pair(slower, values, '1/s')])[0]?.to.tail).toBe(6);
  });

  it('names no difference of a few per cent, however certain it is', () => {
    expect(changedMetrics([pair(around(100, 500), around(130, 500))])).toEqual([]);
    expect(changedMetrics([pair(around(100, 500), around(140, 500))])).toHaveLength(1);
  });

  it('wants more evidence of each where there are many', () => {
    const separate = pair(around(100, 8), around(200, 8));
    const noise = Array.from({ length: 100 }, () => pair(around(100, 8), around(100, 8)));
    expect(changedMetrics([separate])).toHaveLength(1);
    // 8 against 8 values give p = 2 / 12870 at best: enough for 64 metrics, not for 101.
    expect(changedMetrics([separate, ...noise])).toEqual([]);
  });
});
