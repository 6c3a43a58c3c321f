import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runOwnerLives } from '../record/run-owner.ts';

/** What createRunFolder makes: time, target, six digits. */
const RUN = /^\d{8}T\d{6}\.\d{3}Z-(.+)-[0-9a-f]{6}$/;

/**
 * Deletes all but the newest runs of each target. What is no run's folder, and a run that is still being written, is
 * left alone.
 * @returns the names of the folders that were deleted.
 */
export function keepRuns(folder: string, keep: number): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder)
    .filter((name) => RUN.test(name))
    .sort()
    .reverse();
  const kept = new Map<string, number>();
  return names.filter((name) => {
    const [, target = ''] = RUN.exec(name) ?? [];
    const count = kept.get(target) ?? 0;
    kept.set(target, count + 1);
    if (count < keep || runOwnerLives(join(folder, name))) return false;
    rmSync(join(folder, name), { recursive: true, force: true });
    return true;
  });
}
