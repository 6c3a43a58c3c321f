import { messageOf } from '../base/errors.ts';
import { compareImages } from '../judge/compare-image.ts';
import { decodePng } from '../judge/picture.ts';
import { readRunFile } from '../report/run-files.ts';
import type { Digest } from './digest.ts';

/** A picture that is not the same in two runs, or cannot be compared. */
export interface PictureChange {
  id: string;
  run: string;
  name: string;
  /** The paths in both runs' folders. */
  files: { from: string; to: string };
  /** Pixels that differ in any byte, of how many, and the largest difference of a channel; null where `why` says why not. */
  difference: { pixels: number; of: number; largest: number } | null;
  why?: string;
}

const PICTURE_LIMIT = 64 << 20;

async function differenceOf(one: Buffer, other: Buffer): Promise<PictureChange['difference']> {
  const [before, after] = [await decodePng(one), await decodePng(other)];
  if (before.width !== after.width || before.height !== after.height) {
    throw new Error(`${before.width} x ${before.height} became ${after.width} x ${after.height}`);
  }
  const { unequal, largest } = await compareImages(before, after, { metric: 'exact' });
  return unequal === 0 ? null : { pixels: unequal, of: before.width * before.height, largest };
}

/**
 * The pictures of the cases that both runs planned: those that differ, those that cannot be read, and those that one
 * run only has kept.
 * @param run the label of the later run.
 */
export async function changedPictures(from: Digest, to: Digest, run: string): Promise<PictureChange[]> {
  const changes: PictureChange[] = [];
  const before = new Map([...from.pictures].map(([position, files]) => [from.ids[position], files]));
  for (const [position, files] of to.pictures) {
    const id = to.ids[position] ?? '';
    for (const { name, path } of files) {
      const earlier = before.get(id)?.find((file) => file.name === name);
      if (!earlier) continue;
      const change = { id, run, name, files: { from: earlier.path, to: path } };
      const [one, other] = [read(from, earlier.path), read(to, path)];
      if (typeof one === 'string' || typeof other === 'string') {
        const why = typeof one === 'string' ? `the first run: ${one}` : `this run: ${other}`;
        changes.push({ ...change, difference: null, why });
      } else if (!one.equals(other)) {
        try {
          const difference = await differenceOf(one, other);
          if (difference) changes.push({ ...change, difference });
        } catch (error) {
          changes.push({ ...change, difference: null, why: messageOf(error) });
        }
      }
    }
  }
  return changes;
}

function read({ dir }: Digest, path: string): Buffer | string {
  const part = readRunFile(dir, path, 0, PICTURE_LIMIT);
  return 'why' in part ? part.why : part.bytes;
}
