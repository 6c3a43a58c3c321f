import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { packageRoot } from '../base/paths.ts';

const run = promisify(execFile);

/** The commit of the suite's own sources and whether they were changed since; null outside a checkout. */
export async function sourceRevision(): Promise<{ commit: string; dirty: boolean } | null> {
  try {
    const { stdout: commit } = await run('git', ['-C', packageRoot, 'rev-parse', 'HEAD']);
    const { stdout: status } = await run('git', ['-C', packageRoot, 'status', '--porcelain']);
    return { commit: commit.trim(), dirty: status.trim() !== '' };
  } catch {
    return null;
  }
}
