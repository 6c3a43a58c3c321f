import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { InfraError, messageOf } from '../base/errors.ts';
import { runsRoot } from '../base/paths.ts';
import type { FetchedFile } from '../guest/guest.ts';
import type { Case } from '../plan/case.ts';
import { caseFolder } from '../record/run-folder.ts';
import type { Check, RecordedFile } from '../record/schema.ts';
import { compareImages, type ImageComparison, type ImageDifference } from './compare-image.ts';
import { canonicalJson, compareJson, describeDifference } from './compare-json.ts';
import { CorruptGoldenError, fallbackProfiles, findGolden, type Golden, readGolden } from './golden-store.ts';
import { decodePng, encodePng, type Picture } from './picture.ts';
import type { FileEvent } from './protocol.ts';

/** The name of the check that a comparison with a golden adds to a result. */
export const GOLDEN_CHECK = 'golden';

export interface GoldenRequest {
  case: Pick<Case, 'id' | 'golden'>;
  profile: string;
  announced: readonly FileEvent[];
  fetched: readonly FetchedFile[];
  goldenRoot: string;
  runDir: string;
}

export interface GoldenResult {
  check: Check;
  files: RecordedFile[];
}

/** What the probe left cannot be compared; its message says why. */
class ActualError extends Error {}

/** The files of one comparison, within the run's folder. */
class Gallery {
  readonly files: RecordedFile[] = [];
  readonly #runDir: string;
  readonly #folder: string;

  constructor(runDir: string, id: string) {
    this.#runDir = runDir;
    this.#folder = caseFolder(runDir, id);
  }

  async keep(
    role: 'actual' | 'expected' | 'difference',
    name: string,
    file: string,
    bytes: Uint8Array | string,
  ): Promise<void> {
    const path = join(this.#folder, file);
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(path, bytes);
    } catch (error) {
      throw new InfraError(`${path}: cannot be written: ${messageOf(error)}`, {
        cause: error,
        hint: 'Free space there.',
      });
    }
    this.files.push({ name, role, path: relative(this.#runDir, path), bytes: Buffer.byteLength(bytes) });
  }

  pathOf(role: RecordedFile['role']): string {
    return this.files.find((file) => file.role === role)?.path ?? '';
  }
}

/** How a person names this run and case to `bless`. */
function blessCommand({ runDir, case: { id } }: GoldenRequest): string {
  const run = dirname(resolve(runDir)) === runsRoot() ? basename(runDir) : resolve(runDir);
  return `venus-suite bless ${run} ${id}`;
}

function theFile({ case: probeCase, announced, fetched }: GoldenRequest): { event: FileEvent; file: FetchedFile } {
  const wanted = probeCase.golden === 'image' ? ['image/png', 'image/x-rgba8'] : ['application/json'];
  const [event, ...others] = announced.filter(({ media }) => wanted.includes(media));
  if (event === undefined) throw new ActualError(`the probe announced no file of ${wanted.join(' or ')}`);
  if (others.length > 0) throw new ActualError(`the probe announced ${others.length + 1} files that could be compared`);
  const file = fetched.find(({ name }) => name === event.name);
  if (file === undefined) throw new ActualError(`the file ${event.name} was not fetched`);
  return { event, file };
}

/** @throws Error that says why what the probe left is no picture. */
export async function readPicture(event: FileEvent, file: FetchedFile): Promise<Picture> {
  const data = await readFile(file.path);
  const { width, height } = event;
  if (width === undefined || height === undefined) {
    return decodePng(data).catch((error: unknown) => {
      throw new ActualError(`the picture ${event.name} cannot be decoded: ${messageOf(error)}`);
    });
  }
  if (data.length === width * height * 4) return { width, height, data };
  throw new ActualError(`the picture ${event.name} has ${data.length} bytes, not ${width}x${height}x4`);
}

async function readJson(event: FileEvent, file: FetchedFile): Promise<{ value: unknown; text: string }> {
  try {
    const value: unknown = JSON.parse(await readFile(file.path, 'utf8'));
    return { value, text: canonicalJson(value) };
  } catch (error) {
    throw new ActualError(`the file ${event.name} is not usable JSON: ${messageOf(error)}`);
  }
}

/** @returns null where there is none. */
async function loadGolden(request: GoldenRequest): Promise<Golden | null> {
  const paths = findGolden(request.goldenRoot, request.case.id, request.profile, request.case.golden ?? 'image');
  return paths && readGolden(paths);
}

function missing(request: GoldenRequest, gallery: Gallery): Check {
  const [own = '', ...others] = fallbackProfiles(request.profile);
  return {
    name: GOLDEN_CHECK,
    ok: false,
    message: `has no golden for ${own} (nor for ${others.join(' or ')}); if ${gallery.pathOf('actual')} is right: ${blessCommand(request)}`,
  };
}

function shown(golden: Golden, goldenRoot: string): string {
  return relative(dirname(goldenRoot), golden.paths.golden);
}

function ruleOf(comparison: ImageComparison): string {
  if (comparison.metric === 'exact') return 'exact';
  if (comparison.metric === 'near') return `by more than ${comparison.largest}`;
  return `perceptual, threshold ${comparison.threshold}, at most ${comparison.maxDifferingFraction} of the pixels`;
}

function describeImage(difference: ImageDifference, { width, height }: Picture, golden: Golden): string {
  const { comparison } = golden;
  const rule = ruleOf(comparison);
  const { box } = difference;
  const where = box ? `, within x ${box.left} to ${box.right}, y ${box.top} to ${box.bottom}` : '';
  return `${difference.differing} of ${width * height} pixels differ (${rule}), the largest channel difference is ${difference.largest}${where}`;
}

async function compareImage(request: GoldenRequest, gallery: Gallery): Promise<Check> {
  const { event, file } = theFile(request);
  const actual = await readPicture(event, file);
  await gallery.keep('actual', event.name, 'actual.png', await encodePng(actual));
  const golden = await loadGolden(request);
  if (golden === null) return missing(request, gallery);
  const path = shown(golden, request.goldenRoot);
  const expected = await decodePng(golden.bytes).catch((error: unknown) => {
    throw new CorruptGoldenError(`${golden.paths.golden} cannot be decoded: ${messageOf(error)}`);
  });
  const base = { name: GOLDEN_CHECK, expected: path };
  if (expected.width !== actual.width || expected.height !== actual.height) {
    await gallery.keep('expected', 'expected.png', 'expected.png', golden.bytes);
    const message = `is ${actual.width}x${actual.height}, its golden ${path} is ${expected.width}x${expected.height}; if it is right: ${blessCommand(request)}`;
    return { ...base, ok: false, message };
  }
  const difference = await compareImages(expected, actual, golden.comparison);
  const description = describeImage(difference, expected, golden);
  if (difference.match) return { ...base, ok: true, ...(difference.unequal > 0 ? { message: description } : {}) };
  await gallery.keep('expected', 'expected.png', 'expected.png', golden.bytes);
  await gallery.keep('difference', 'difference.png', 'difference.png', await encodePng(difference.picture));
  return { ...base, ok: false, message: `differs from ${path}: ${description}` };
}

async function compareJsonFile(request: GoldenRequest, gallery: Gallery): Promise<Check> {
  const { event, file } = theFile(request);
  const actual = await readJson(event, file);
  await gallery.keep('actual', event.name, 'actual.json', actual.text);
  const golden = await loadGolden(request);
  if (golden === null) return missing(request, gallery);
  const path = shown(golden, request.goldenRoot);
  let expected: unknown;
  try {
    expected = JSON.parse(golden.bytes.toString('utf8'));
  } catch (error) {
    throw new CorruptGoldenError(`${golden.paths.golden} is not JSON: ${messageOf(error)}`);
  }
  const differences = compareJson(expected, actual.value);
  const [first] = differences;
  const base = { name: GOLDEN_CHECK, expected: path };
  if (first === undefined) return { ...base, ok: true };
  await gallery.keep('expected', 'expected.json', 'expected.json', golden.bytes);
  await gallery.keep(
    'difference',
    'difference.txt',
    'difference.txt',
    `${differences.map(describeDifference).join('\n')}\n`,
  );
  const more = differences.length > 1 ? ` (and ${differences.length - 1} more differences)` : '';
  return { ...base, ok: false, message: `differs from ${path}: ${describeDifference(first)}${more}` };
}

/**
 * Compares the one file that a probe announced with its golden, and keeps what a person needs to judge a mismatch
 * under `<runDir>/cases/`. Never writes a golden; a missing or corrupt one is a failed check.
 * @throws InfraError where the run's folder cannot be written.
 */
export async function compareWithGolden(request: GoldenRequest): Promise<GoldenResult> {
  const gallery = new Gallery(request.runDir, request.case.id);
  try {
    const compare = request.case.golden === 'json' ? compareJsonFile : compareImage;
    const check = await compare(request, gallery);
    return { check, files: gallery.files };
  } catch (error) {
    if (error instanceof ActualError) {
      return { check: { name: GOLDEN_CHECK, ok: false, message: error.message }, files: gallery.files };
    }
    if (!(error instanceof CorruptGoldenError)) throw error;
    const message = `corrupt golden: ${error.message}; restore it from version control, or bless it anew: ${blessCommand(request)}`;
    return { check: { name: GOLDEN_CHECK, ok: false, message }, files: gallery.files };
  }
}
