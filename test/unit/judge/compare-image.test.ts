import { describe, expect, it } from 'vitest';
import { compareImages, type ImageComparison } from '../../../runner/judge/compare-image.ts';
import { gradient, paint } from './pictures.ts';

const exact: ImageComparison = { metric: 'exact' };
const perceptual: ImageComparison = { metric: 'perceptual', threshold: 0.1, maxDifferingFraction: 0.01, reason: 'r' };
const near: ImageComparison = { metric: 'near', largest: 2, reason: 'r' };
const off = (by: number) => paint(4, 4, (x, y) => [9, 9, 9 + (x === 1 && y === 2 ? by : 1), 255]);
const onePixel = gradient((x, y) => (x === 3 && y === 4 ? [31, 40, 128, 255] : null));
const square = gradient((x, y) => (x >= 2 && x <= 6 && y >= 5 && y <= 8 ? [255, 255, 255, 255] : null));

describe('compareImages', () => {
  it.each([
    ['equal pictures', gradient(), gradient(), exact, true],
    ['equal pictures', gradient(), gradient(), perceptual, true],
    ['one channel off by one', gradient(), onePixel, exact, false],
    ['one channel off by one', gradient(), onePixel, perceptual, true],
    ['a white square', gradient(), square, exact, false],
    ['a white square', gradient(), square, perceptual, false],
    ['every pixel off by two', paint(4, 4, () => [9, 9, 9, 255]), paint(4, 4, () => [11, 7, 9, 253]), near, true],
    ['one pixel off by three', paint(4, 4, () => [9, 9, 9, 255]), off(3), near, false],
    ['a white square', gradient(), square, near, false],
    ['only alpha', paint(4, 4, () => [9, 9, 9, 255]), paint(4, 4, () => [9, 9, 9, 254]), exact, false],
    ['black and transparent black', paint(4, 4, () => [0, 0, 0, 255]), paint(4, 4, () => [0, 0, 0, 0]), exact, false],
    ['black and white', paint(4, 4, () => [0, 0, 0, 255]), paint(4, 4, () => [255, 255, 255, 255]), perceptual, false],
  ] as const)('%s by %4$o: %s', async (_what, expected, actual, comparison, match) => {
    expect((await compareImages(expected, actual, comparison)).match).toBe(match);
    expect((await compareImages(actual, expected, comparison)).match).toBe(match);
  });

  it('counts, measures and places the difference', async () => {
    const difference = await compareImages(gradient(), square, exact);
    expect(difference).toMatchObject({
      differing: 20,
      largest: 255 - 20,
      box: { left: 2, top: 5, right: 6, bottom: 8 },
    });
    const at = (x: number, y: number): number[] => [
      ...difference.picture.data.subarray((y * 16 + x) * 4, (y * 16 + x) * 4 + 4),
    ];
    expect(at(4, 6)).toEqual([255, 0, 0, 255]);
    expect(at(0, 0)[0]).toBe(at(0, 0)[1]);
  });

  it('counts and shows only what is farther off than it may be', async () => {
    const difference = await compareImages(
      paint(4, 4, () => [9, 9, 9, 255]),
      off(200),
      near,
    );
    expect(difference).toMatchObject({ differing: 1, unequal: 16, largest: 200 });
    const red = [...new Uint32Array(difference.picture.data.buffer)].flatMap((pixel, at) =>
      pixel === 0xff0000ff ? [at] : [],
    );
    expect(red).toEqual([9]);
  });

  it('lets no more than the given fraction of pixels differ', async () => {
    const half = { ...perceptual, maxDifferingFraction: 0.5 };
    expect((await compareImages(gradient(), square, half)).match).toBe(true);
    expect((await compareImages(gradient(), square, { ...half, maxDifferingFraction: 0 })).match).toBe(false);
  });

  it('reads bytes that begin anywhere in memory', async () => {
    const shifted = new Uint8Array(gradient().data.length + 1);
    shifted.set(gradient().data, 1);
    const actual = { ...gradient(), data: shifted.subarray(1) };
    for (const comparison of [exact, perceptual, near]) {
      expect((await compareImages(square, actual, comparison)).match).toBe(false);
      expect((await compareImages(gradient(), actual, comparison)).match).toBe(true);
    }
  });

  it('does not compare pictures of different sizes', async () => {
    await expect(
      compareImages(
        gradient(),
        paint(4, 4, () => [0, 0, 0, 0]),
        exact,
      ),
    ).rejects.toThrow(RangeError);
  });
});
