import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bundle } from './bundle.ts';
import { packageRoot } from './paths.ts';

const run = promisify(execFile);

/** The commit of the suite's own sources and whether they were changed since; null outside a checkout and its bundles. */
export async function sourceRevision(): Promise<{ commit: string; dirty: boolean } | null> {
  if (bundle) return bundle.manifest.revision;
  try {
    const { stdout: commit } = await run('git', ['-C', packageRoot, 'rev-parse', 'HEAD']);
    const { stdout: status } = await run('git', ['-C', packageRoot, 'status', '--porcelain']);
    return { commit: commit.trim(), dirty: status.trim() !== '' };
  } catch {
    return null;
  }
}
