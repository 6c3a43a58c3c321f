import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import { messageOf } from '../base/errors.ts';
import type { RunRecord } from '../record/reader.ts';
import type { Result } from '../record/schema.ts';
import { stackLine } from '../record/stack-line.ts';
import { compareImages, type ImageComparison } from './compare-image.ts';
import { compareJson, describeDifference } from './compare-json.ts';
import { GOLDEN_CHECK } from './golden.ts';
import {
  fallbackProfiles,
  findGolden,
  type GoldenKind,
  type GoldenMeta,
  type GoldenPaths,
  goldenPaths,
  readGolden,
  readGoldenMeta,
  sha256,
} from './golden-store.ts';
import { decodePng } from './picture.ts';

/** A golden that is to be written. */
export interface GoldenChange {
  /** The case, with its variant. */
  id: string;
  paths: GoldenPaths;
  bytes: Buffer;
  meta: Omit<GoldenMeta, 'sha256'>;
  /** For a person: what is there now, what comes, and how they differ. */
  description: string[];
}

export interface Refusal {
  id: string;
  why: string;
}

const DIFFERENCES_SHOWN = 20;

/** Whether its golden is not what was drawn: it differs, or it is one that profiles share and only near enough. */
function wantsGolden({ checks }: Result, profile: string): boolean {
  const check = checks.find(({ name }) => name === GOLDEN_CHECK);
  if (check === undefined) return false;
  const shared = basename(check.expected ?? '').replace(/\.(png|json)$/, '') !== fallbackProfiles(profile)[0];
  return !check.ok || (shared && check.message !== undefined);
}

/** Why a result's picture cannot become a golden; null where it can. */
function refusalOf(result: Result): string | null {
  if (result.exit.code !== 0) return 'its probe did not finish with a pass';
  const other = result.checks.find(({ ok, name }) => !ok && name !== GOLDEN_CHECK);
  if (other) return `its check ${other.name} failed too`;
  if (!result.files.some(({ role }) => role === 'actual')) return 'it left nothing that could be compared';
  return null;
}

async function readActual(
  record: RunRecord,
  result: Result,
): Promise<{ kind: GoldenKind; bytes: Buffer; path: string }> {
  const file = result.files.find(({ role }) => role === 'actual');
  const path = resolve(record.dir, file?.path ?? '');
  if (!path.startsWith(record.dir + sep)) throw new Error(`${path} lies outside of the run`);
  return { kind: path.endsWith('.json') ? 'json' : 'image', bytes: await readFile(path), path };
}

interface Described {
  size: string;
  lines: string[];
}

async function describeImage(bytes: Buffer, old: Buffer | null, comparison: ImageComparison): Promise<Described> {
  const picture = await decodePng(bytes);
  const size = `${picture.width}x${picture.height}`;
  if (old === null) return { size, lines: [] };
  const before = await decodePng(old).catch(() => null);
  if (before === null) return { size, lines: ['the old one cannot be decoded'] };
  if (before.width !== picture.width || before.height !== picture.height) {
    return { size, lines: [`size: ${before.width}x${before.height} -> ${size}`] };
  }
  const { unequal, differing, largest, box } = await compareImages(before, picture, comparison);
  const where = box ? `, within x ${box.left} to ${box.right}, y ${box.top} to ${box.bottom}` : '';
  const counted = comparison.metric === 'exact' ? '' : `, ${differing} by its metric`;
  const pixels = picture.width * picture.height;
  return {
    size,
    lines: [`${unequal} of ${pixels} pixels change${counted}, largest channel difference ${largest}${where}`],
  };
}

function describeJson(bytes: Buffer, old: Buffer | null): Described {
  const value: unknown = JSON.parse(bytes.toString('utf8'));
  const size = `${bytes.length} bytes`;
  if (old === null) return { size, lines: [] };
  let before: unknown;
  try {
    before = JSON.parse(old.toString('utf8'));
  } catch {
    return { size, lines: ['the old one is not JSON'] };
  }
  const differences = compareJson(before, value);
  const more = differences.length - DIFFERENCES_SHOWN;
  return {
    size,
    lines: [
      ...differences.slice(0, DIFFERENCES_SHOWN).map(describeDifference),
      ...(more > 0 ? [`and ${more} more differences`] : []),
    ],
  };
}

interface Old {
  /** Null where there is none that could be read. */
  bytes: Buffer | null;
  comparison: ImageComparison;
  line: string;
}

/** What is compared with now. The comparison of a profile's own is kept: whoever set a threshold gave a reason for it. */
async function oldGolden(goldenRoot: string, id: string, profile: string, kind: GoldenKind): Promise<Old> {
  const paths = findGolden(goldenRoot, id, profile, kind);
  if (paths === null) return { bytes: null, comparison: { metric: 'exact' }, line: 'old: none' };
  try {
    const golden = await readGolden(paths);
    const { sha256: hash, run } = golden.meta;
    // A golden that profiles share tolerates what tells them apart; one of a profile's own has no such reason.
    const own = paths.golden === goldenPaths(goldenRoot, id, profile, kind).golden;
    const comparison: ImageComparison = own ? golden.meta.comparison : { metric: 'exact' };
    return { bytes: golden.bytes, comparison, line: `old: ${paths.golden} (${hash.slice(0, 12)}, of run ${run})` };
  } catch (error) {
    const meta = await readGoldenMeta(paths.meta).catch(() => null);
    const bytes = existsSync(paths.golden) ? await readFile(paths.golden) : null;
    return { bytes, comparison: meta?.comparison ?? { metric: 'exact' }, line: `old: corrupt: ${messageOf(error)}` };
  }
}

async function changeFor(record: RunRecord, result: Result, goldenRoot: string, now: Date): Promise<GoldenChange> {
  const { run, stack } = record.header;
  const actual = await readActual(record, result);
  const old = await oldGolden(goldenRoot, result.id, stack.profile, actual.kind);
  const described =
    actual.kind === 'image'
      ? await describeImage(actual.bytes, old.bytes, old.comparison)
      : describeJson(actual.bytes, old.bytes);
  const paths = goldenPaths(goldenRoot, result.id, stack.profile, actual.kind);
  const { size } = described;
  return {
    id: result.id,
    paths,
    bytes: actual.bytes,
    meta: {
      profile: stack.profile,
      run,
      date: now.toISOString(),
      stack: stackLine(stack),
      size,
      comparison: old.comparison,
    },
    description: [
      old.line,
      `new: ${actual.path} (${sha256(actual.bytes).slice(0, 12)}, ${size}) -> ${paths.golden}`,
      ...described.lines,
      `comparison: ${JSON.stringify(old.comparison)}`,
    ],
  };
}

/**
 * The goldens that a run's results would write. Only a result whose sole failure is its golden may: a probe that
 * failed, crashed or was cut off drew something else.
 */
export async function planGoldens(
  record: RunRecord,
  results: readonly Result[],
  goldenRoot: string,
  now = new Date(),
): Promise<{ changes: GoldenChange[]; refusals: Refusal[] }> {
  const changes = new Map<string, GoldenChange>();
  const refusals: Refusal[] = [];
  for (const result of results) {
    if (!wantsGolden(result, record.header.stack.profile)) continue;
    const why = refusalOf(result);
    if (why !== null) {
      refusals.push({ id: result.id, why });
      continue;
    }
    try {
      const change = await changeFor(record, result, goldenRoot, now);
      const other = changes.get(change.paths.golden);
      if (other === undefined) changes.set(change.paths.golden, change);
      else if (!other.bytes.equals(change.bytes)) {
        refusals.push({ id: result.id, why: `it shares its golden with ${other.id}, and differs from it` });
      }
    } catch (error) {
      refusals.push({ id: result.id, why: messageOf(error) });
    }
  }
  // Of variants that differ none is the right one by itself: which is, a person says by naming it alone.
  const disputed = new Set(refusals.flatMap(({ id }) => id.split('@', 1)));
  return { changes: [...changes.values()].filter(({ id }) => !disputed.has(id.split('@', 1)[0] ?? id)), refusals };
}
