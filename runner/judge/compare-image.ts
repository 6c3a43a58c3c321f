import type { Picture } from './picture.ts';

/**
 * How a picture is compared with its golden.
 *
 * `exact`: no byte may differ. The default: goldens are kept by driver profile, and one driver build renders
 * one way.
 *
 * `near`: no channel of any pixel may differ by more than `largest` (1 to 255). For a golden that several drivers share:
 * they round differently, and a fault is far beyond that (docs/tolerance.md).
 *
 * `perceptual`: for a picture whose edges or last bits vary on one profile (another CPU, other fused
 * operations). The metric is the colour distance in YIQ that pixelmatch computes, after Kotsarenko and Ramos,
 * "Measuring perceived color difference using YIQ NTSC transmission color space in mobile applications" (2010):
 * it weighs brightness over hue as the eye does, and needs one number. Pixels that its detector takes for
 * antialiasing on both sides (Vysniauskas, 2009) are not counted, for there a moved sample is no defect.
 * `threshold` is the distance of a pixel (0 to 1), `maxDifferingFraction` the part of all pixels that may be
 * over it; a golden must say why it needs them.
 */
export type ImageComparison =
  | { metric: 'exact' }
  | { metric: 'near'; largest: number; reason: string }
  | { metric: 'perceptual'; threshold: number; maxDifferingFraction: number; reason: string };

/** In pixels, both ends included. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface ImageDifference {
  match: boolean;
  /** Pixels that differ by the metric. */
  differing: number;
  /** Pixels that differ in any byte, whatever the metric. */
  unequal: number;
  /** The largest difference of a channel of any pixel, 0 to 255. */
  largest: number;
  /** Around the pixels that differ in any byte; null where none does. */
  box: Box | null;
  /** Differing pixels red on the faded expected picture. */
  picture: Picture;
}

/** A picture whose bytes can be seen as 32-bit pixels: a Buffer may begin anywhere in its memory. */
function aligned(picture: Picture): Picture {
  return picture.data.byteOffset % 4 === 0 ? picture : { ...picture, data: new Uint8Array(picture.data) };
}

/** Little-endian, as every host of the suite is: red in the lowest byte. */
function pixelsOf({ data }: Picture): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.length >> 2);
}

function channelDifference(a: number, b: number): number {
  return Math.max(
    Math.abs((a & 0xff) - (b & 0xff)),
    Math.abs(((a >>> 8) & 0xff) - ((b >>> 8) & 0xff)),
    Math.abs(((a >>> 16) & 0xff) - ((b >>> 16) & 0xff)),
    Math.abs((a >>> 24) - (b >>> 24)),
  );
}

function compareBytes(expected: Picture, actual: Picture): Pick<ImageDifference, 'unequal' | 'largest' | 'box'> {
  const [a, b] = [pixelsOf(expected), pixelsOf(actual)];
  const { width, height } = expected;
  let [unequal, largest] = [0, 0];
  const box: Box = { left: width, top: height, right: -1, bottom: -1 };
  for (let i = 0; i < a.length; i += 1) {
    if (a[i] === b[i]) continue;
    unequal += 1;
    largest = Math.max(largest, channelDifference(a[i] ?? 0, b[i] ?? 0));
    const x = i % width;
    const y = Math.floor(i / width);
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return { unequal, largest, box: unequal === 0 ? null : box };
}

/** Counts and draws only the pixels that differ by more than is allowed. */
function beyond(
  expected: Picture,
  actual: Picture,
  largest: number,
): Pick<ImageDifference, 'match' | 'differing' | 'picture'> {
  const [a, b] = [pixelsOf(expected), pixelsOf(actual)];
  const within = new Uint8Array(actual.data);
  const pixels = pixelsOf({ ...actual, data: within });
  let differing = 0;
  for (let i = 0; i < a.length; i += 1) {
    if (channelDifference(a[i] ?? 0, b[i] ?? 0) > largest) differing += 1;
    else pixels[i] = a[i] ?? 0;
  }
  const picture = differing === 0 ? expected : drawDifference(expected, { ...actual, data: within });
  return { match: differing === 0, differing, picture };
}

const OPAQUE = 0xff000000;
const RED = OPAQUE | 0xff;

/** A pixel's brightness (ITU-R BT.601, in 256ths) as a light grey, so that red stands out on it. */
function fadedGrey(pixel: number): number {
  const luma = 77 * (pixel & 0xff) + 150 * ((pixel >>> 8) & 0xff) + 29 * ((pixel >>> 16) & 0xff);
  return OPAQUE | ((224 + (luma >>> 11)) * 0x010101);
}

/** Red where a byte differs, the expected picture in faded grey elsewhere. */
function drawDifference(expected: Picture, actual: Picture): Picture {
  const [a, b] = [pixelsOf(expected), pixelsOf(actual)];
  const pixels = new Uint32Array(a.length);
  for (let i = 0; i < a.length; i += 1) pixels[i] = a[i] === b[i] ? fadedGrey(a[i] ?? 0) : RED;
  return { ...expected, data: new Uint8Array(pixels.buffer) };
}

/**
 * Compares two pictures of one size.
 * @throws RangeError where the sizes differ: the caller tells that apart.
 */
export async function compareImages(
  golden: Picture,
  rendered: Picture,
  comparison: ImageComparison,
): Promise<ImageDifference> {
  if (golden.width !== rendered.width || golden.height !== rendered.height) {
    throw new RangeError('pictures of different sizes');
  }
  const [expected, actual] = [aligned(golden), aligned(rendered)];
  const bytes = compareBytes(expected, actual);
  if (comparison.metric === 'exact' || bytes.unequal === 0) {
    return {
      ...bytes,
      match: bytes.unequal === 0,
      differing: bytes.unequal,
      picture: bytes.unequal === 0 ? expected : drawDifference(expected, actual),
    };
  }
  if (comparison.metric === 'near') return { ...bytes, ...beyond(expected, actual, comparison.largest) };
  const { default: pixelmatch } = await import('pixelmatch');
  const { width, height } = expected;
  const data = new Uint8Array(expected.data.length);
  const differing = pixelmatch(expected.data, actual.data, data, width, height, { threshold: comparison.threshold });
  const match = differing <= comparison.maxDifferingFraction * width * height;
  return { ...bytes, match, differing, picture: { width, height, data } };
}
