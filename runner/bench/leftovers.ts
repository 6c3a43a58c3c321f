import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What names a folder though nothing should any more. */
export interface Leftovers {
  /** `pid command line`. */
  processes: string[];
  /** Names in the folder for temporary files. */
  files: string[];
  /** Lines of /proc/mounts. */
  mounts: string[];
  /** Unix sockets' paths. */
  sockets: string[];
}

/** Looks for everything that a run with its temporary files in `temporary` has left. Only Linux tells. */
export function findLeftovers(temporary: string): Leftovers {
  const naming = (text: string): string[] => text.split('\n').filter((line) => line.includes(temporary));
  return {
    processes: processesNaming(temporary),
    files: readdirSync(temporary),
    mounts: naming(readText('/proc/mounts')),
    sockets: naming(readText('/proc/net/unix')),
  };
}

/** By command line or environment: a process inherits where its temporary files go. */
function processesNaming(text: string): string[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const line = readText(join('/proc', pid, 'cmdline'));
      const names = line.includes(text) || readText(join('/proc', pid, 'environ')).includes(text);
      return names ? [`${pid} ${line.replaceAll('\0', ' ').trim()}`] : [];
    });
}

/** Empty where the file is gone, or another user's. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
