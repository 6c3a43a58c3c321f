import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { Readable } from 'node:stream';

/**
 * Starts mmdebstrap, which writes the tree as a tar file to its stdout, so that nothing of it outlives this process.
 *
 * As root it mounts /proc, /sys and devices into its folder for temporary files, and would leave them in the machine's
 * own mount table if it were killed: so it gets a mount and a process namespace, which end with everything in them, and
 * `temporary`, which the next build clears away. An ordinary user's lives in namespaces of its own in any case; its
 * files belong to ids that only mmdebstrap itself can delete, so it is asked to end and does so after its present step.
 */
export function spawnMmdebstrap(
  args: readonly string[],
  temporary: string,
  root: boolean,
): ChildProcessByStdio<null, Readable, Readable> {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  if (!root) return spawn('setpriv', ['--pdeathsig', 'TERM', 'mmdebstrap', '--mode=unshare', ...args], { stdio });
  mkdirSync(temporary, { recursive: true });
  const apart = ['unshare', '--mount', '--pid', '--mount-proc', '--kill-child'];
  return spawn('setpriv', ['--pdeathsig', 'KILL', ...apart, 'mmdebstrap', '--mode=root', ...args], {
    stdio,
    env: { ...process.env, TMPDIR: temporary },
  });
}
