import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** A process and all that descend from it; empty where it is gone. */
export async function processTree(root: number): Promise<number[]> {
  const children = new Map<number, number[]>();
  const all = new Set<number>();
  for (const [pid, parent] of process.platform === 'linux' ? fromProc() : await fromPs()) {
    all.add(pid);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  if (!all.has(root)) return [];
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** Each process with its parent. From /proc, since a bare Debian has no `ps`. */
function fromProc(): [number, number][] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): [number, number][] => {
      const fields = statFields(Number(name));
      return fields ? [[Number(name), Number(fields[1])]] : [];
    });
}

async function fromPs(): Promise<[number, number][]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0]) => [pid, parent]);
}

/** State, parent, … of /proc/PID/stat; null where the process is gone. */
function statFields(pid: number): string[] | null {
  try {
    // They follow the name, which stands in parentheses and may hold any character.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** The names of those of the processes that a signal stopped (SIGSTOP, a debugger); the kernel may cut a name short. */
export async function stoppedAmong(pids: readonly number[]): Promise<string[]> {
  if (pids.length === 0) return [];
  if (process.platform === 'linux') return pids.filter((pid) => /^[tT]$/.test(statFields(pid)?.[0] ?? '')).map(nameOf);
  const { stdout } = await promisify(execFile)('ps', ['-o', 'state=,comm=', '-p', pids.join(',')]);
  return stdout.split('\n').flatMap((line) => /^T\S*\s+(.+)$/.exec(line.trim())?.[1] ?? []);
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return String(pid);
  }
}

/** Whether a process still runs. One that ended, and that its parent has not asked about yet, does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  const [state = 'X'] = statFields(pid) ?? [];
  return state !== 'Z' && state !== 'X';
}
