import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from '../base/paths.ts';
import { processExists } from '../base/process-exists.ts';

const MARK = /^\.in-use-(\d+)$/;
const mine = new Set<string>();

/** Tells other processes that these folders of the cache are in use, until this process ends. */
export function markInUse(folders: readonly string[]): void {
  const path = join(cacheRoot(), `.in-use-${process.pid}`);
  if (mine.size === 0) process.on('exit', () => rmSync(path, { force: true }));
  for (const folder of folders) mine.add(folder);
  try {
    mkdirSync(cacheRoot(), { recursive: true });
    writeFileSync(path, [...mine].join('\n'));
    // A runner that was killed could not take its mark away.
    foldersInUse();
  } catch {
    // A cache that cannot be written can still be used; that it is used then goes untold.
  }
}

/** The folders that living processes use, each with the id of one of them. Marks of dead ones are removed. */
export function foldersInUse(root = cacheRoot()): Map<string, number> {
  const used = new Map<string, number>();
  for (const name of namesIn(root)) {
    const pid = Number(MARK.exec(name)?.[1]);
    if (!Number.isSafeInteger(pid)) continue;
    const path = join(root, name);
    if (processExists(pid)) for (const folder of linesOf(path)) used.set(folder, pid);
    else rmSync(path, { force: true });
  }
  return used;
}

function namesIn(root: string): string[] {
  try {
    return readdirSync(root);
  } catch {
    return [];
  }
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}
