import { describe, expect, it } from 'vitest';
import { distributionOf, median } from '../../../runner/base/distribution.ts';

describe('distributionOf', () => {
  it('orders by value, not by text, and leaves what it was given as it was', () => {
    const values = [100, 9, 20];
    expect(distributionOf(values)).toEqual({ n: 3, median: 20, p95: 100 });
    expect(values).toEqual([100, 9, 20]);
  });

  it('gives the median of an even number between its neighbours', () => {
    expect(distributionOf([4, 1, 2, 3])?.median).toBe(2.5);
  });

  it.each([
    [1, 1],
    [19, 19],
    // From 20 values on one may lie above.
    [20, 19],
    [40, 38],
    [100, 95],
    [101, 96],
  ])('takes of 1 to %i the value %i as p95', (count, p95) => {
    const values = Array.from({ length: count }, (_, i) => count - i);
    expect(distributionOf(values)).toEqual({ n: count, median: median(values), p95 });
  });

  it('says nothing of no values', () => {
    expect(distributionOf([])).toBeNull();
  });
});
