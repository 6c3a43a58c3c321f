import { expect, test } from 'vitest';
import { median } from '../../../runner/base/distribution.ts';
import { missedBounds } from '../../../runner/bench/bounds.ts';
import { NO_FIGURES } from '../../../runner/bench/figures.ts';
import { selectMeasurements } from '../../../runner/bench/measurements.ts';

const missed = (figures: Partial<typeof NO_FIGURES>): string[] =>
  missedBounds({ ...NO_FIGURES, ...figures }).map(({ figure }) => figure);

test('a figure at its bound holds it, one beyond misses it, and one that was not measured misses nothing', () => {
  expect(missed({})).toEqual([]);
  expect(missed({ bootRatio: 1.25, caseOverheadMs: 10, catalogueRatio: 1.15, seedsWayRatio: 4 })).toEqual([]);
  expect(missed({ bootRatio: 1.26, caseOverheadMs: 9 })).toEqual(['bootRatio']);
  expect(missed({ seedsWayRatio: 3.9 })).toEqual(['seedsWayRatio']);
});

test('a measurement that saw nothing misses its bound', () => {
  expect(missed({ caseOverheadMs: median([]), seedsWayRatio: Number.NaN })).toEqual([
    'caseOverheadMs',
    'seedsWayRatio',
  ]);
});

test('the median is not moved by one wild value', () => {
  expect(median([3, 1000, 1])).toBe(3);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

test('measurements are made in their own order, and an unknown name says which there are', () => {
  expect(selectMeasurements(['images', 'boot']).map(({ name }) => name)).toEqual(['boot', 'images']);
  expect(selectMeasurements([]).length).toBeGreaterThan(5);
  expect(() => selectMeasurements(['bots'])).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('boot') }),
  );
});
