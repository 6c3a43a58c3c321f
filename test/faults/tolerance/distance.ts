import { z } from 'zod';
import { compareImages } from '../../../runner/judge/compare-image.ts';
import type { Picture } from '../../../runner/judge/picture.ts';

const PERCEPTUAL = {
  metric: 'perceptual',
  threshold: 0.1,
  maxDifferingFraction: 0,
  reason: 'what pixelmatch sees at its own default',
} as const;

export const distance = z.strictObject({
  /** Pixels that differ in any channel. */
  pixels: z.number(),
  /** The largest difference of a channel, 0 to 255. */
  largest: z.number(),
  /** Pixels that pixelmatch tells apart at its default threshold. */
  perceptual: z.number(),
});
export type Distance = z.infer<typeof distance>;

/** How far a picture is from another; null where their sizes differ. */
export async function distanceOf(golden: Picture, picture: Picture): Promise<Distance | null> {
  if (golden.width !== picture.width || golden.height !== picture.height) return null;
  const { unequal, largest, differing } = await compareImages(golden, picture, PERCEPTUAL);
  return { pixels: unequal, largest, perceptual: differing };
}
