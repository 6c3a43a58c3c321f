import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { latestRun } from './reader.ts';

/**
 * The folder of a run that a person named: by path, by run id, or by a target's name for its latest run.
 * @throws UsageError where nothing is named so.
 */
export function findRun(name: string, runsRoot: string): string {
  for (const path of [resolve(name), join(runsRoot, name)]) {
    if (existsSync(path)) return path;
  }
  const latest = latestRun(runsRoot, name);
  if (latest !== null) return latest;
  throw new UsageError(`No run, and no target with a run, is named “${name}”.`, {
    hint: `Runs are kept in ${runsRoot}; \`venus-suite run --target ${name}\` makes one if it is a target.`,
  });
}
