import { existsSync, lstatSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InfraError } from '../base/errors.ts';
import { formatBytes } from '../base/text.ts';

/** Bytes that an ordinary user may still write in the file system of this folder. */
export function freeSpace(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** `freeSpace` of a folder that need not exist yet. */
export function freeSpaceAbove(folder: string): number {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  return freeSpace(existing);
}

/**
 * @param needs Bytes at the peak; both are added where both folders lie in one file system.
 * @throws InfraError that names the folder, what is needed and what there is.
 */
export function requireSpace(what: string, cache: string, needs: { cache: number; temporary: number }): void {
  // As root a build keeps its temporary files beside its result.
  const temporary = process.getuid?.() === 0 ? cache : tmpdir();
  const shared = statSync(cache).dev === statSync(temporary).dev;
  const demands = shared
    ? [{ folder: cache, need: needs.cache + needs.temporary, variable: 'VENUS_SUITE_CACHE' }]
    : [
        { folder: cache, need: needs.cache, variable: 'VENUS_SUITE_CACHE' },
        { folder: temporary, need: needs.temporary, variable: 'TMPDIR' },
      ];
  for (const { folder, need, variable } of demands) {
    const have = freeSpace(folder);
    if (have >= need) continue;
    throw new InfraError(
      `no disk space to build ${what}: ${folder} has ${formatBytes(have)} free and ${formatBytes(need)} are needed`,
      { hint: `Run \`venus-suite image prune\`, or set $${variable} to a folder on a larger disk.` },
    );
  }
}

/** Bytes that the files under a folder take on the disk; links are not followed. */
export function folderSize(folder: string): number {
  // Not readdir's own recursion: it follows links to folders, and trees hold loops.
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, item) => {
    const path = join(folder, item.name);
    return sum + (item.isDirectory() ? folderSize(path) : lstatSync(path).blocks * 512);
  }, 0);
}
