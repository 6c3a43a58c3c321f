import { describe, expect, it } from 'vitest';
import { mannWhitneyP } from '../../../runner/compare/rank-test.ts';
import { latencies, randomFrom } from './random.ts';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('mannWhitneyP', () => {
  it('is exact for small samples', () => {
    // Two of the C(16, 8) ways to choose eight ranks are as far apart as these.
    expect(mannWhitneyP(range(1, 8), range(9, 16))).toBeCloseTo(2 / 12_870, 10);
    expect(mannWhitneyP([1, 2, 3], [4, 5, 6])).toBeCloseTo(2 / 20, 10);
    // Ranks 1, 2 and 4: four of the twenty choices are as far from the middle.
    expect(mannWhitneyP([1, 2, 4], [3, 5, 6])).toBeCloseTo(4 / 20, 10);
  });

  it('counts equal values as such', () => {
    expect(mannWhitneyP([5, 5, 5, 5], [5, 5, 5, 5])).toBe(1);
    expect(mannWhitneyP(Array(50).fill(30), Array(50).fill(30))).toBe(1);
    // Of the six ways to choose two of the ranks 1, 2.5, 2.5, 4 four are as far from 5 as 3.5.
    expect(mannWhitneyP([1, 2], [2, 3])).toBeCloseTo(4 / 6, 10);
  });

  it('corrects for ties in large samples', () => {
    const ones = (count: number): number[] => Array.from({ length: 50 }, (_, i) => (i < count ? 1 : 0));
    // Of two values only it is the chi-square test (4, times 99 / 100): z = 1.986 with the correction for continuity.
    expect(mannWhitneyP(ones(20), ones(30))).toBeCloseTo(0.047, 3);
  });

  it('agrees with the exact distribution where the normal one takes over', () => {
    const [a, b] = [range(1, 20), range(8, 27).map((value) => value + 0.5)];
    const exact = mannWhitneyP(a, b);
    const normal = mannWhitneyP([...a, 13.7], [...b, 13.8]);
    expect(normal / exact).toBeGreaterThan(0.5);
    expect(normal / exact).toBeLessThan(3);
  });

  it('does not lose its digits in the tail, where corrections for many tests look', () => {
    const p = mannWhitneyP(range(1, 400), range(401, 800));
    expect(p).toBeGreaterThan(1e-140);
    expect(p).toBeLessThan(1e-120);
  });

  it.each([
    [10, 10],
    [20, 12],
    [200, 200],
  ])('names equal distributions different in 5 of 100 cases at p 0.05, with %i and %i values', (n, m) => {
    const random = randomFrom(n * 1000 + m);
    let named = 0;
    for (let i = 0; i < 2000; i += 1) {
      if (mannWhitneyP(latencies(random, n, 1), latencies(random, m, 1)) <= 0.05) named += 1;
    }
    expect(named / 2000).toBeGreaterThan(0.03);
    expect(named / 2000).toBeLessThan(0.065);
  });
});
