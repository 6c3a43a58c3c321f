import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../runner/report/figures.ts';

describe('figuresOf', () => {
  it.each([
    [[7], { n: 1, median: 7, p95: 7 }],
    [[3, 1, 2], { n: 3, median: 2, p95: 3 }],
    [[10, 9, 1], { n: 3, median: 9, p95: 10 }],
    [Array.from({ length: 100 }, (_, i) => 100 - i), { n: 100, median: 50, p95: 95 }],
    [[], { n: 0, median: Number.NaN, p95: Number.NaN }],
  ])('of %j', (values, figures) => {
    expect(figuresOf(values)).toEqual(figures);
  });
});
