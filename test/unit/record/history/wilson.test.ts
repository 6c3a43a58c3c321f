import { describe, expect, it } from 'vitest';
import { rateOf } from '../../../../runner/record/history/wilson.ts';

describe('rateOf', () => {
  it.each([
    // Wilson's interval without continuity correction, as R's binom::binom.wilson gives it.
    [0, 20, 0, 0.1611],
    [1, 10, 0.0179, 0.4042],
    [3, 120, 0.0085, 0.0709],
    [50, 100, 0.4038, 0.5962],
    [10, 10, 0.7225, 1],
  ])('%d of %d lies between %d and %d', (count, of, low, high) => {
    const rate = rateOf(count, of);
    expect(rate?.rate).toBe(count / of);
    expect(rate?.low).toBeCloseTo(low, 4);
    expect(rate?.high).toBeCloseTo(high, 4);
  });

  it('says nothing of no tries', () => {
    expect(rateOf(0, 0)).toBeNull();
  });
});
