import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../base/errors.ts';
import { withLock } from '../../stack/lock.ts';
import { type RunRecord, readRecord } from '../reader.ts';
import { RECORD_NAME } from '../run-folder.ts';
import { addRun } from './add-run.ts';
import { inTransaction, readHistory, UnreadableHistory, withHistory } from './database.ts';
import { rememberRunFolder, runFolders, tidyRunFolders } from './run-folders.ts';
import { EVERY_COLUMN } from './tables.ts';

export interface Rebuilt {
  /** Folders that were searched. */
  folders: string[];
  /** Runs that were read from records. */
  runs: number;
  /** Runs that stay though their records are gone. */
  kept: number;
  /** Records that cannot be read, each with why. */
  skipped: string[];
  /** Where the damaged file was moved; null where it could be read. */
  damaged: string | null;
}

export interface RebuildOptions {
  /** Folders of runs besides those that are known. */
  folders: readonly string[];
  /** Also forget the runs whose records are gone. */
  forget: boolean;
  onWait(pid: number): void;
}

/**
 * Writes the history anew from the records. Runs that end meanwhile stay in it.
 * @throws InfraError where it cannot be written.
 */
export async function rebuildHistory(path: string, { folders, forget, onWait }: RebuildOptions): Promise<Rebuilt> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return withLock(join(dirname(path), '.history-lock'), onWait, async () => {
    const { before, damaged } = await takeStock(path);
    tidyRunFolders(path);
    for (const folder of folders.filter((candidate) => existsSync(candidate))) rememberRunFolder(path, folder);
    const searched = runFolders(path);
    const skipped: string[] = [];
    const seen = new Set<string>();
    await withHistory(path, (database) => {
      for (const found of searched.flatMap(recordsIn)) {
        const record = readOrSkip(found, skipped);
        if (record === null) continue;
        // One at a time: a run that ends meanwhile wants to write, too.
        inTransaction(database, () => addRun(database, record));
        seen.add(record.header.run);
      }
      const gone = before.filter(({ run, record }) => !seen.has(run) && !existsSync(record));
      if (forget) inTransaction(database, () => forgetRuns(database, gone));
    });
    const kept = forget ? 0 : before.filter(({ run }) => !seen.has(run)).length;
    return { folders: searched, runs: seen.size, kept, skipped, damaged };
  });
}

interface Known {
  run: string;
  record: string;
}

/** What is in the history; what is damaged is moved aside, for a person may want to look at it. */
async function takeStock(path: string): Promise<{ before: Known[]; damaged: string | null }> {
  try {
    return { before: (await readHistory(path, knownRuns)) ?? [], damaged: null };
  } catch (error) {
    if (!(error instanceof UnreadableHistory)) throw error;
    const damaged = `${path}.damaged`;
    renameSync(path, damaged);
    // A journal of the old file must not be played back into the new one.
    for (const suffix of ['-journal', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    return { before: [], damaged };
  }
}

/** Reads everything once, so that damage anywhere in the file shows here. */
function knownRuns(database: DatabaseSync): Known[] {
  const [row] = database.prepare('PRAGMA integrity_check(1)').all();
  if (row?.['integrity_check'] !== 'ok') {
    throw new UnreadableHistory(`The history is damaged: ${String(row?.['integrity_check'])}`);
  }
  for (const query of EVERY_COLUMN) database.prepare(query);
  return database
    .prepare('SELECT run, record FROM runs')
    .all()
    .map((known) => ({ run: String(known['run']), record: String(known['record']) }));
}

function forgetRuns(database: DatabaseSync, runs: readonly Known[]): void {
  const forget = database.prepare('DELETE FROM runs WHERE run = ?');
  for (const { run } of runs) forget.run(run);
}

function recordsIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name, RECORD_NAME))
    .filter((path) => existsSync(path));
}

function readOrSkip(path: string, skipped: string[]): RunRecord | null {
  try {
    return readRecord(path);
  } catch (error) {
    skipped.push(messageOf(error));
    return null;
  }
}
