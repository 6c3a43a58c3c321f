import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { processExists } from '../base/process-exists.ts';

const HEARTBEAT_MS = 5_000;
/** A holder that was silent for this long is gone, whatever its process id says now. */
const SILENT_MS = 60_000;
const POLL_MS = 250;

interface Holder {
  pid: number;
  host: string;
}

/**
 * Runs `work` while holding the lock file. A lock whose process is gone is taken over. It only saves work: what is
 * built under it must still be put in place atomically.
 * @param onWait Called once, with the holder's process id, when another process holds it.
 */
export async function withLock<T>(path: string, onWait: (pid: number) => void, work: () => Promise<T>): Promise<T> {
  let told = false;
  while (!tryTake(path)) {
    const text = readText(path);
    if (text === null) continue;
    const holder = JSON.parse(text) as Holder;
    if (isStale(path, holder)) {
      removeIfStill(path, text);
      continue;
    }
    if (!told) onWait(holder.pid);
    told = true;
    await sleep(POLL_MS);
  }
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    removeIfStill(path, ownText());
  }
}

function ownText(): string {
  return JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder);
}

/** A link appears with its content, which a created file does not. */
function tryTake(path: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, ownText());
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function isStale(path: string, holder: Holder): boolean {
  if (holder.host === hostname() && !processExists(holder.pid)) return true;
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > SILENT_MS;
}

/** Removes the lock if it still says `text`: a third process may have taken it over in between. */
function removeIfStill(path: string, text: string): void {
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
    if (readText(aside) !== text) linkSync(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // Taken over after a long suspension: the other one builds the same, and the first to finish wins.
  }
}
