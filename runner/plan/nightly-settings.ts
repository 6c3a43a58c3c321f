import { resolve } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../base/errors.ts';
import type { Config } from './target.ts';

/** A night's work, with what the config file leaves out filled in. */
export interface NightlySettings {
  targets: readonly string[];
  query: readonly string[];
  jobs: number;
  /** Local time. */
  at: { hour: number; minute: number };
  /** Runs of each target that are kept. */
  keep: number;
  /** Absolute. */
  out: string;
  onRegression: readonly string[] | null;
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;
/** Else it would be taken for an option. */
const word = z.string().regex(/^[^-]/, 'is empty or begins with -');

/** Strict: a mistyped name must not become a night without its command. */
const nightly = z.strictObject({
  targets: z.array(word).min(1).optional(),
  query: z.array(word).optional(),
  jobs: z.int().min(1).max(64).optional(),
  at: z.string().regex(TIME, 'is not HH:MM').optional(),
  keep: z.int().min(1).max(100_000).optional(),
  out: z.string().min(1).optional(),
  onRegression: z.array(z.string()).min(1).optional(),
});

/**
 * The `nightly` section of a config file.
 * @param folder that relative paths are taken from.
 * @throws UsageError that names the file and the field.
 */
export function nightlySettings(
  loaded: { path: string; config: Config } | null,
  defaults: { target: string; out: string },
  folder = process.cwd(),
): NightlySettings {
  const parsed = nightly.safeParse(loaded?.config.nightly ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(`${loaded?.path}: ${['nightly', ...(issue?.path ?? [])].join('.')}: ${issue?.message}`, {
      hint: 'docs/nightly.md has all its fields.',
    });
  }
  const { targets, query, jobs, at, keep, out, onRegression } = parsed.data;
  const [, hour, minute] = TIME.exec(at ?? '02:30') ?? [];
  return {
    targets: targets ?? [defaults.target],
    query: query ?? [],
    jobs: jobs ?? 1,
    at: { hour: Number(hour), minute: Number(minute) },
    keep: keep ?? 30,
    out: resolve(folder, out ?? defaults.out),
    onRegression: onRegression ?? null,
  };
}
