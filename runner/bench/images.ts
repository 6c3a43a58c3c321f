import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../base/distribution.ts';
import { packageRoot } from '../base/paths.ts';
import { compareImages } from '../judge/compare-image.ts';
import { decodePng, encodePng, type Picture } from '../judge/picture.ts';
import type { Measurement } from './measurement.ts';
import { startOdiff, stopOdiff } from './odiff.ts';

const GOLDEN = join(packageRoot, 'golden/graphics/cube/lavapipe-mesa26.1.png');
const SIZE = { width: 1920, height: 1200 };
const MEGAPIXELS = (SIZE.width * SIZE.height) / 1e6;
/** pixelmatch's and odiff's own; ours takes none, for it asks for equal bytes. */
const THRESHOLD = 0.1;
/** Long enough that one round is not one hiccup of the machine. */
const TIMES = 5;

interface Pair {
  name: 'equal' | 'different';
  /** Two files of one picture, or of two. */
  files: [string, string];
}

/** A golden of the suite repeated over a whole screen. */
function screen(tile: Picture): Picture {
  const { width, height } = SIZE;
  const source = new Uint32Array(new Uint8Array(tile.data).buffer);
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const row = (y % tile.height) * tile.width;
    for (let x = 0; x < width; x += 1) pixels[y * width + x] = source[row + (x % tile.width)] ?? 0;
  }
  return { width, height, data: new Uint8Array(pixels.buffer) };
}

/** A block in the middle, a sixteenth of the picture, in inverted colours. */
function withDefect(picture: Picture): Picture {
  const data = new Uint8Array(picture.data);
  const { width, height } = picture;
  for (let y = (height * 3) / 8; y < (height * 5) / 8; y += 1) {
    for (let x = (width * 3) / 8; x < (width * 5) / 8; x += 1) {
      const at = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel += 1) data[at + channel] = 255 - (data[at + channel] ?? 0);
    }
  }
  return { ...picture, data };
}

async function writePairs(scratch: string): Promise<Pair[]> {
  const original = screen(await decodePng(readFileSync(GOLDEN)));
  const path = (name: string): string => join(scratch, `${name}.png`);
  writeFileSync(path('original'), await encodePng(original));
  // A file of its own: none of the three may take two names for one picture.
  writeFileSync(path('copy'), await encodePng(original));
  writeFileSync(path('defect'), await encodePng(withDefect(original)));
  return [
    { name: 'equal', files: [path('original'), path('copy')] },
    { name: 'different', files: [path('original'), path('defect')] },
  ];
}

const decodeBoth = ([a, b]: Pair['files']): Promise<[Picture, Picture]> =>
  Promise.all([decodePng(readFileSync(a)), decodePng(readFileSync(b))]);

type Compare = (pair: Pair) => Promise<boolean>;

async function contestants(scratch: string) {
  const { default: pixelmatch } = await import('pixelmatch');
  const odiff = startOdiff();
  const ours: Compare = async ({ files }) =>
    (await compareImages(...(await decodeBoth(files)), { metric: 'exact' })).match;
  const theirs: Compare = async ({ files }) => {
    const [a, b] = await decodeBoth(files);
    const output = new Uint8Array(a.data.length);
    return pixelmatch(a.data, b.data, output, a.width, a.height, { threshold: THRESHOLD }) === 0;
  };
  const difference = join(scratch, 'odiff.png');
  const odiffs: Compare | null =
    odiff &&
    (async ({ files }) =>
      (await odiff.compare(...files, difference, { threshold: THRESHOLD, antialiasing: true })).match);
  return { all: { ours, pixelmatch: theirs, odiff: odiffs }, stop: () => odiff && stopOdiff(odiff) };
}

/** Megapixels a second, of one picture of the pair, from files to the answer. */
async function speed(compare: Compare, pair: Pair): Promise<number> {
  const began = performance.now();
  for (let time = 0; time < TIMES; time += 1) {
    if ((await compare(pair)) !== (pair.name === 'equal')) throw new Error(`a wrong answer on ${pair.name} pictures`);
  }
  return (TIMES * MEGAPIXELS) / ((performance.now() - began) / 1000);
}

export const images: Measurement = {
  name: 'images',
  title: 'comparison of pictures in megapixels a second, beside pixelmatch and odiff',
  async measure({ rounds, scratch, note }) {
    const pairs = await writePairs(scratch);
    const { all, stop } = await contestants(scratch);
    try {
      const seen = { ours: [] as number[], pixelmatch: [] as number[], odiff: [] as number[] };
      for (let round = 0; round <= rounds; round++) {
        for (const [name, compare] of Object.entries(all) as [keyof typeof all, Compare | null][]) {
          if (!compare) continue;
          const both: number[] = [];
          for (const pair of pairs) both.push(await speed(compare, pair));
          const [equal = 0, different = 0] = both;
          // The first round fills caches and compiles, and does not count.
          if (round === 0) continue;
          seen[name].push(2 / (1 / equal + 1 / different));
          note(
            `images ${round}/${rounds}: ${name} ${equal.toFixed(1)} Mpx/s equal, ${different.toFixed(1)} Mpx/s different`,
          );
        }
      }
      const odiff = all.odiff === null ? null : median(seen.odiff);
      if (odiff === null) note('images: odiff is not installed (`npm install --no-save odiff-bin@4.5.0`)');
      return { imageMpxPerSecond: { ours: median(seen.ours), pixelmatch: median(seen.pixelmatch), odiff } };
    } finally {
      stop();
    }
  },
};
