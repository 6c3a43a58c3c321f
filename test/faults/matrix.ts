import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../runner/base/paths.ts';
import type { Result } from '../../runner/record/schema.ts';
import type { Seen } from './bed.ts';

export const MATRIX_FILE = join(packageRoot, 'test', 'faults', 'matrix.json');

const boot = z.strictObject({ stage: z.string(), problem: z.string(), reached: z.boolean() });

const row = z.strictObject({
  fault: z.string(),
  /** Cases that ended otherwise than they do without the fault, and how. */
  caught: z.array(z.strictObject({ case: z.string(), outcome: z.string() })),
  /** Cases that were run and saw nothing of it. */
  missed: z.array(z.string()),
  /** Where the boot failed: it catches a fault as well. `reached`: its cases ran all the same. */
  boot: boot.nullable(),
  /** Of the whole trial, boots included. */
  seconds: z.number(),
});
export type MatrixRow = z.infer<typeof row>;

const matrix = z.strictObject({
  target: z.string(),
  /** The versions in play, in one line. */
  stack: z.string(),
  /** The same cases in the same bed without a fault. */
  control: z.strictObject({
    ok: z.array(z.string()),
    red: z.array(z.strictObject({ case: z.string(), outcome: z.string() })),
  }),
  rows: z.array(row),
});
export type Matrix = z.infer<typeof matrix>;

/** @throws Error where the file does not hold what it should. */
export function readMatrix(path = MATRIX_FILE): Matrix | null {
  return existsSync(path) ? matrix.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}

/** Whether a case ended otherwise than it does without a fault. */
export const isRed = ({ verdict }: Pick<Result, 'verdict'>): boolean => verdict !== 'ok' && verdict !== 'known';

const redOnes = (results: readonly Result[]): MatrixRow['caught'] =>
  results.filter(isRed).map(({ id, outcome }) => ({ case: id, outcome }));
const goodOnes = (results: readonly Result[]): string[] =>
  results.filter((result) => !isRed(result)).map(({ id }) => id);

/** What a fault did, as a row. Cases that never started for want of a guest are in neither list. */
export function rowOf(fault: string, { results, boot: trouble, seconds }: Seen): MatrixRow {
  const started = results.filter(({ outcome }) => outcome !== 'infra');
  return {
    fault,
    caught: redOnes(started),
    missed: goodOnes(started),
    boot: trouble,
    seconds: Math.round(seconds * 10) / 10,
  };
}

export function controlOf(results: readonly Result[]): Matrix['control'] {
  return { ok: goodOnes(results), red: redOnes(results) };
}

export const isCaught = ({ caught, boot: trouble }: MatrixRow): boolean => caught.length > 0 || trouble !== null;

/** The rows of before with those of now in their place, in the order of `names`; what is no longer a fault goes. */
export function mergeRows(
  before: readonly MatrixRow[],
  now: readonly MatrixRow[],
  names: readonly string[],
): MatrixRow[] {
  const latest = new Map([...before, ...now].map((entry) => [entry.fault, entry]));
  return names.flatMap((name) => latest.get(name) ?? []);
}
