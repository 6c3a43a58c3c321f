import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { InfraError, messageOf } from '../base/errors.ts';

export interface RunFolder {
  /** The run's id, which sorts by time: `20261121T112922.123Z-tcg-arm64-16k-3f9a1c`. */
  run: string;
  runDir: string;
}

export const RECORD_NAME = 'record.jsonl';

/** A case's folder within a run's: its id as one name. */
export function caseFolder(runDir: string, id: string): string {
  return join(runDir, 'cases', id.replaceAll('/', '--').replaceAll(/[^A-Za-z0-9._@+-]/g, '_'));
}

/**
 * Creates the folder of a new run.
 * @throws InfraError that names the path where it cannot be created.
 */
export function createRunFolder(runsRoot: string, target: string, now = new Date()): RunFolder {
  const time = now.toISOString().replaceAll(/[-:]/g, '');
  const run = `${time}-${target.replaceAll(/[^A-Za-z0-9._-]/g, '_')}-${randomBytes(3).toString('hex')}`;
  const runDir = join(runsRoot, run);
  try {
    mkdirSync(runsRoot, { recursive: true });
    mkdirSync(runDir);
  } catch (error) {
    throw new InfraError(`${runDir}: the run's folder cannot be created: ${messageOf(error)}`, {
      cause: error,
      hint: 'Choose a folder that can be written with --out.',
    });
  }
  return { run, runDir };
}
