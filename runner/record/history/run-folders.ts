import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InfraError, messageOf } from '../../base/errors.ts';

/** Beside the history, as text: when the history is damaged, this still says where the records are. */
function listPath(history: string): string {
  return join(dirname(history), 'run-folders.jsonl');
}

/** The folders of runs that were written to from this account and still exist. */
export function runFolders(history: string): string[] {
  let text: string;
  try {
    text = readFileSync(listPath(history), 'utf8');
  } catch {
    return [];
  }
  const folders = text.split('\n').flatMap(parseLine);
  return [...new Set(folders)].filter((folder) => existsSync(folder));
}

/**
 * Notes a folder of runs. Two that do so at once may note it twice, which does no harm.
 * @throws InfraError where it cannot be written.
 */
export function rememberRunFolder(history: string, folder: string): void {
  const absolute = resolve(folder);
  if (runFolders(history).includes(absolute)) return;
  try {
    mkdirSync(dirname(history), { recursive: true, mode: 0o700 });
    appendFileSync(listPath(history), `${JSON.stringify(absolute)}\n`);
  } catch (error) {
    throw new InfraError(`${listPath(history)} cannot be written: ${messageOf(error)}`, {
      hint: 'Name a folder that can be written with $VENUS_SUITE_DATA.',
      cause: error,
    });
  }
}

/** Strikes folders that are gone off the list. One that is noted just now is noted again by the next run in it. */
export function tidyRunFolders(history: string): void {
  const path = listPath(history);
  if (!existsSync(path)) return;
  writeFileSync(
    `${path}.partial`,
    runFolders(history)
      .map((folder) => `${JSON.stringify(folder)}\n`)
      .join(''),
  );
  renameSync(`${path}.partial`, path);
}

/** A line that was cut by a full disk names nothing. */
function parseLine(line: string): string[] {
  try {
    const folder: unknown = JSON.parse(line);
    return typeof folder === 'string' ? [folder] : [];
  } catch {
    return [];
  }
}
