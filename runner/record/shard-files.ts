import { cpSync, lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InfraError, messageOf } from '../base/errors.ts';
import { RECORD_NAME } from './run-folder.ts';

/** Where a shard's logs, and all else but the files of its cases, lie in the merged run. */
export function shardFolder(index: number): string {
  return `shards/${index}`;
}

const CASES = 'cases';
/** Of the shard alone: the merged run has its own. */
const LEFT_OUT: ReadonlySet<string> = new Set([RECORD_NAME, 'report.tap', 'report.junit.xml', 'runner.pid']);

/** Links and pipes have no place in a run's folder: a link could lead anywhere on this machine. */
function isPlain(path: string): boolean {
  const stat = lstatSync(path);
  return stat.isFile() || stat.isDirectory();
}

/**
 * Copies what a shard left beside its record: the files of its cases to where a single run has them, the rest apart.
 * @throws InfraError where it cannot be written, for instance on a full disk.
 */
export function copyShardFiles(shardDir: string, runDir: string, index: number): void {
  const filter = isPlain;
  try {
    for (const name of readdirSync(shardDir).filter((entry) => !LEFT_OUT.has(entry))) {
      const to = name === CASES ? join(runDir, CASES) : join(runDir, shardFolder(index), name);
      cpSync(join(shardDir, name), to, { recursive: true, filter });
    }
  } catch (error) {
    throw new InfraError(`the files of ${basename(shardDir)} cannot be copied: ${messageOf(error)}`, {
      cause: error,
      hint: 'Free space there, or choose another folder with --out.',
    });
  }
}
