import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processExists } from '../base/process-exists.ts';

const PREFIX = 'venus-suite-vm-';
const OWNER = 'runner.pid';
const CHILDREN = 'children';

/** Folders of this process that are not removed yet: where it ends by process.exit, nobody else removes them. */
const live = new Set<TempFolder>();
let listening = false;

function removeAtExit(): void {
  if (listening) return;
  listening = true;
  process.on('exit', () => {
    for (const folder of live) folder.abandon();
  });
}

/**
 * A private folder (mode 0700) for sockets, keys and the initramfs of one guest. It names the process it belongs to
 * and those that were started in it, so that a later run can clear up after a runner that was killed.
 */
export class TempFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Clears up after dead runners, then makes a fresh folder. */
  static create(parent = tmpdir()): TempFolder {
    reapStaleFolders(parent);
    const path = mkdtempSync(join(parent, PREFIX));
    writeFileSync(join(path, OWNER), String(process.pid));
    const folder = new TempFolder(path);
    live.add(folder);
    removeAtExit();
    return folder;
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Notes a process group that must not outlive this folder. */
  addChild(pid: number): void {
    writeFileSync(join(this.path, CHILDREN), `${pid}\n`, { flag: 'a' });
  }

  remove(): void {
    live.delete(this);
    rmSync(this.path, { recursive: true, force: true });
  }

  /** The same by force: what was started in it is killed first. */
  abandon(): void {
    live.delete(this);
    endAndRemove(this.path);
  }
}

/**
 * Ends what is left of runners that are gone, and removes their folders.
 * @returns the paths that were removed.
 */
export function reapStaleFolders(parent = tmpdir()): string[] {
  return readdirSync(parent)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => join(parent, name))
    .filter(isStale)
    .map((path) => {
      endAndRemove(path);
      return path;
    });
}

function endAndRemove(path: string): void {
  for (const pid of readPids(join(path, CHILDREN))) endGroupOf(pid, path);
  rmSync(path, { recursive: true, force: true });
}

function isStale(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory() || stat.uid !== process.getuid?.()) return false;
  const [owner] = readPids(join(path, OWNER));
  // Without the file its maker is just making it, or died in that instant.
  if (owner === undefined) return Date.now() - stat.mtimeMs > 60_000;
  return !processExists(owner);
}

function readPids(path: string): number[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean).map(Number).filter(Number.isSafeInteger);
  } catch {
    return [];
  }
}

/** Numbers of processes come round again: only one whose command line names the folder is ended. */
function endGroupOf(pid: number, folder: string): void {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) return;
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone, or this platform has no /proc and QEMU ends with its parent.
  }
}
