import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { InfraError, messageOf } from '../../base/errors.ts';
import { dataRoot } from '../../base/paths.ts';
import { HISTORY_SCHEMA, TABLES } from './tables.ts';

/** Another run writes for milliseconds, a rebuild for seconds. */
const BUSY_MS = 10_000;
const REBUILD = '`venus-suite history --rebuild` makes it anew from the records.';

/** Of all runs of this machine's user, wherever their records lie. */
export function historyPath(): string {
  return join(dataRoot(), 'history.sqlite');
}

/** The history is damaged, or of another version of this program: rebuilding it is what helps. */
export class UnreadableHistory extends InfraError {}

/**
 * Runs `work` with the history open, and closes it. A file that is not there is created.
 * @throws InfraError that names the file and the next step, whatever goes wrong with it.
 */
export async function withHistory<T>(path: string, work: (database: DatabaseSync) => T): Promise<T> {
  const { DatabaseSync } = await loadSqlite();
  let database: DatabaseSync | null = null;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    database = new DatabaseSync(path);
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    if (versionOf(database) === 0) createTables(database);
    const version = versionOf(database);
    if (version !== HISTORY_SCHEMA) {
      throw new UnreadableHistory(
        `${path}: a history of version ${version}; this program reads version ${HISTORY_SCHEMA}.`,
        { hint: version > HISTORY_SCHEMA ? `Use the newer venus-suite that wrote it, or: ${REBUILD}` : REBUILD },
      );
    }
    return work(database);
  } catch (error) {
    throw asInfraError(path, error);
  } finally {
    database?.close();
  }
}

/** The same for reading; null where there is no history yet, which reading does not create. */
export async function readHistory<T>(path: string, work: (database: DatabaseSync) => T): Promise<T | null> {
  return existsSync(path) ? withHistory(path, work) : null;
}

/**
 * All or nothing, and no two at a time: the lock is taken before anything is read, so that no reader has to become a
 * writer, which SQLite refuses where another one was quicker.
 */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

/** Two runs may be the first at the same moment. */
function createTables(database: DatabaseSync): void {
  inTransaction(database, () => {
    if (versionOf(database) === 0) database.exec(TABLES);
  });
}

/** Node 24.0 and 22 announce on stderr, at every start, that SQLite is experimental; nobody who runs a suite can act on it. */
async function loadSqlite(): Promise<typeof import('node:sqlite')> {
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    if (!String(warning).includes('SQLite is an experimental feature'))
      Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return await import('node:sqlite');
  } catch (error) {
    throw new InfraError(`Node ${process.versions.node} has no SQLite, in which the history is kept.`, {
      hint: 'Use Node 22.18 or newer.',
      cause: error,
    });
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** SQLite's primary result codes. */
const [BUSY, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB] = [5, 8, 10, 11, 13, 14, 26];

function asInfraError(path: string, error: unknown): unknown {
  if (error instanceof InfraError) return error;
  const { code, errcode } = error as { code?: string; errcode?: number };
  const message = `${path}: ${messageOf(error)}`;
  // The extended codes have the primary one in their lowest byte.
  switch (code === 'ERR_SQLITE_ERROR' && errcode !== undefined ? errcode & 0xff : null) {
    case NOTADB:
    case CORRUPT:
      return new UnreadableHistory(`The history is damaged: ${message}`, { cause: error, hint: REBUILD });
    case BUSY:
      return new InfraError(`The history is in use: ${message}`, { cause: error, hint: 'Try again in a moment.' });
    case READONLY:
    case IOERR:
    case FULL:
    case CANTOPEN:
      return new InfraError(`The history cannot be opened or written: ${message}`, {
        cause: error,
        hint: `Free space and see the rights in ${dirname(path)}, or name another folder with $VENUS_SUITE_DATA.`,
      });
    case null:
      return (error as NodeJS.ErrnoException).syscall === undefined
        ? error
        : new InfraError(`The history cannot be kept in ${dirname(path)}: ${messageOf(error)}`, {
            cause: error,
            hint: 'Name a folder that can be written with $VENUS_SUITE_DATA.',
          });
    default:
      // A table or column that is not there: what is called history is not this program's.
      return new UnreadableHistory(`The history cannot be read: ${message}`, { cause: error, hint: REBUILD });
  }
}
