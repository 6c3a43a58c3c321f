import { messageOf } from '../../base/errors.ts';
import { formatBytes } from '../../base/text.ts';
import { compareImages } from '../../judge/compare-image.ts';
import { decodePng, encodePng } from '../../judge/picture.ts';
import type { RunRecord } from '../../record/reader.ts';
import type { Result } from '../../record/schema.ts';
import { safeLine } from '../escape.ts';
import { readRunFile } from '../run-files.ts';
import type { Pictures } from './model.ts';

/** Which cases carry their pictures in the page: those whose comparison failed, all, or none. */
export const PICTURE_CHOICES = ['differing', 'all', 'none'] as const;
export type PictureChoice = (typeof PICTURE_CHOICES)[number];

const ROLES = ['expected', 'actual', 'difference'] as const;
type Role = (typeof ROLES)[number];
const PICTURE_LIMIT = 4 << 20;
const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

const dataUri = (bytes: Buffer): string => `data:image/png;base64,${bytes.toString('base64')}`;

function isPicture(name: string): boolean {
  return name.toLowerCase().endsWith('.png');
}

interface PictureFile {
  record: Pick<RunRecord, 'dir'>;
  path: string;
  /** The label of its run. */
  name: string;
}

/** One picture as two runs have it. */
export interface PicturePair {
  title: string;
  from: PictureFile;
  to: PictureFile;
}

const urisOf = (found: ReadonlyMap<Role, Buffer>): Partial<Record<Role, string>> =>
  Object.fromEntries([...found].map(([role, bytes]) => [role, dataUri(bytes)]));

/** Loads the pictures of results, up to a number of bytes for the whole report. */
export class PictureLoader {
  readonly #choice: PictureChoice;
  #left: number;

  constructor(choice: PictureChoice, bytes: number) {
    this.#choice = choice;
    this.#left = bytes;
  }

  /** @returns null where the result has no pictures to show. */
  async load(record: RunRecord, result: Result): Promise<Pictures | null> {
    const files = result.files.filter(({ role, path }) => role !== 'artifact' && isPicture(path));
    const matches = !result.checks.some(({ name, ok }) => name === 'golden' && !ok);
    if (this.#choice === 'none' || files.length === 0 || (matches && this.#choice !== 'all')) return null;
    const found = new Map<Role, Buffer>();
    const notes: string[] = [];
    for (const { role, path } of files) {
      if (role === 'artifact') continue;
      const bytes = this.#read(record, path);
      if (typeof bytes === 'string') notes.push(safeLine(`${role}: ${bytes}`));
      else found.set(role, bytes);
    }
    const [expected, actual] = [found.get('expected'), found.get('actual')];
    if (expected && actual && !found.has('difference')) await this.#difference(expected, actual, found, notes);
    return found.size > 0 || notes.length > 0 ? { ...urisOf(found), notes } : null;
  }

  /** A picture of two runs, the earlier one first. */
  async pair({ from, to }: PicturePair): Promise<Pictures> {
    const found = new Map<Role, Buffer>();
    const notes: string[] = [];
    for (const [role, { record, path, name }] of [
      ['expected', from],
      ['actual', to],
    ] as const) {
      const bytes = this.#read(record, path);
      if (typeof bytes === 'string') notes.push(safeLine(`${name}: ${bytes}`));
      else found.set(role, bytes);
    }
    const [earlier, later] = [found.get('expected'), found.get('actual')];
    if (earlier && later) await this.#difference(earlier, later, found, notes);
    return { ...urisOf(found), names: { expected: safeLine(from.name), actual: safeLine(to.name) }, notes };
  }

  /** @returns the file's bytes, or why it is not shown. */
  #read(record: Pick<RunRecord, 'dir'>, path: string): Buffer | string {
    const part = readRunFile(record.dir, path, 0, PICTURE_LIMIT + 1);
    if ('why' in part) return part.why;
    if (part.bytes.length > PICTURE_LIMIT) return `${path} is over ${formatBytes(PICTURE_LIMIT)}`;
    if (!part.bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return `${path} is not a PNG`;
    if (part.bytes.length > this.#left) return `${path} is left out to keep the report small`;
    this.#left -= part.bytes.length;
    return part.bytes;
  }

  /** A run keeps no difference where the sizes differ; where it was lost, it is drawn anew. */
  async #difference(expected: Buffer, actual: Buffer, found: Map<Role, Buffer>, notes: string[]): Promise<void> {
    try {
      const { picture, match } = await compareImages(await decodePng(expected), await decodePng(actual), {
        metric: 'exact',
      });
      if (!match) found.set('difference', await encodePng(picture));
    } catch (error) {
      notes.push(safeLine(`difference: ${messageOf(error)}`));
    }
  }
}
