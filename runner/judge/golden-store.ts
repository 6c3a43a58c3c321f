import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { InfraError, messageOf } from '../base/errors.ts';
import type { ImageComparison } from './compare-image.ts';

// golden/<area>/<case without variant>/<profile>.png or .json, and <profile>.meta.json beside it.

export type GoldenKind = 'image' | 'json';

const comparison = z.discriminatedUnion('metric', [
  z.strictObject({ metric: z.literal('exact') }),
  z.strictObject({
    metric: z.literal('near'),
    /** Of a channel. */
    largest: z.int().min(1).max(255),
    /** Why exact equality cannot be asked for. */
    reason: z.string().min(1),
  }),
  z.strictObject({
    metric: z.literal('perceptual'),
    threshold: z.number().min(0).max(1),
    maxDifferingFraction: z.number().min(0).max(1),
    /** Why exact equality cannot be asked for. */
    reason: z.string().min(1),
  }),
]);

const goldenMeta = z.strictObject({
  profile: z.string(),
  /** The run that it was blessed from. */
  run: z.string(),
  date: z.iso.datetime(),
  /** The versions in play, in one line. */
  stack: z.string(),
  /** Of the golden's bytes, in hex: a golden that was changed by hand or by a merge is told apart from a picture that changed. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** `64x64` pixels for an image, bytes for JSON. */
  size: z.string(),
  comparison,
});
export type GoldenMeta = z.infer<typeof goldenMeta>;

export interface GoldenPaths {
  golden: string;
  meta: string;
}

export interface Golden {
  paths: GoldenPaths;
  bytes: Buffer;
  meta: GoldenMeta;
  comparison: ImageComparison;
}

/** A golden that is there but cannot be used; its message names the path and what is wrong. */
export class CorruptGoldenError extends Error {
  override readonly name = 'CorruptGoldenError';
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A profile as a file name: it comes from what a guest reports. */
function fileNameOf(profile: string): string {
  return profile.replaceAll(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_');
}

/**
 * Profiles whose goldens a profile may use, in order: its own, that without its last parts (`nvidia-h200-580`,
 * `nvidia-h200`, `nvidia`), `any`.
 */
export function fallbackProfiles(profile: string): string[] {
  const parts = fileNameOf(profile).split('-');
  const wider = parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
  return [...new Set([...wider, 'any'])];
}

/** Where the golden of a case and a profile lies, whether it exists or not. All variants of a case share one. */
export function goldenPaths(goldenRoot: string, id: string, profile: string, kind: GoldenKind): GoldenPaths {
  const base = join(goldenRoot, ...(id.split('@', 1)[0] ?? id).split('/'), fileNameOf(profile));
  return { golden: `${base}.${kind === 'image' ? 'png' : 'json'}`, meta: `${base}.meta.json` };
}

/** The golden that a profile uses, by the order of `fallbackProfiles`; null where there is none. */
export function findGolden(goldenRoot: string, id: string, profile: string, kind: GoldenKind): GoldenPaths | null {
  const candidates = fallbackProfiles(profile).map((name) => goldenPaths(goldenRoot, id, name, kind));
  return candidates.find(({ golden, meta }) => existsSync(golden) || existsSync(meta)) ?? null;
}

async function readPart(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new CorruptGoldenError(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** @throws CorruptGoldenError where the provenance cannot be read. */
export async function readGoldenMeta(path: string): Promise<GoldenMeta> {
  const text = (await readPart(path)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CorruptGoldenError(`${path} is not JSON: ${messageOf(error)}`, { cause: error });
  }
  const parsed = goldenMeta.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CorruptGoldenError(`${path}: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'not valid'}`);
}

/** @throws CorruptGoldenError where a part is missing, cannot be read, or the bytes are not those that were blessed. */
export async function readGolden(paths: GoldenPaths): Promise<Golden> {
  const bytes = await readPart(paths.golden);
  const meta = await readGoldenMeta(paths.meta);
  const found = sha256(bytes);
  if (found !== meta.sha256) {
    throw new CorruptGoldenError(
      `${paths.golden} was changed after it was blessed: its SHA-256 begins ${found.slice(0, 12)}, its provenance says ${meta.sha256.slice(0, 12)}`,
    );
  }
  return { paths, bytes, meta, comparison: meta.comparison };
}

async function replaceFile(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  await writeFile(temporary, bytes);
  await rename(temporary, path);
}

/**
 * Writes a golden and its provenance. Only `bless` does this.
 * @throws InfraError that names the path where it cannot be written.
 */
export async function writeGolden(
  paths: GoldenPaths,
  bytes: Uint8Array,
  meta: Omit<GoldenMeta, 'sha256'>,
): Promise<void> {
  try {
    await mkdir(dirname(paths.golden), { recursive: true });
    await replaceFile(paths.golden, bytes);
    await replaceFile(paths.meta, `${JSON.stringify({ ...meta, sha256: sha256(bytes) }, null, 2)}\n`);
  } catch (error) {
    throw new InfraError(`${paths.golden}: the golden cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
