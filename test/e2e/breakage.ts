import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until, type Workspace } from './cli.ts';

interface Process {
  pid: number;
  parent: number;
  name: string;
  commandLine: string;
}

async function processes(): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(
    pids.map(async (pid): Promise<Process | null> => {
      const read = (name: string) => readFile(join('/proc', pid, name), 'utf8').catch(() => '');
      const [stat, commandLine] = [await read('stat'), await read('cmdline')];
      const match = /^\d+ \((.*)\) . (\d+)/s.exec(stat);
      return match ? { pid: Number(pid), name: match[1] ?? '', parent: Number(match[2]), commandLine } : null;
    }),
  );
  return all.filter((process) => process !== null);
}

/** The QEMU of the run in this folder. */
export async function qemuOf(space: Workspace): Promise<number> {
  const found = (await processes()).find(
    ({ name, commandLine }) => name.startsWith('qemu-system') && commandLine.includes(space.dir),
  );
  if (!found) throw new Error('no QEMU runs for this folder');
  return found.pid;
}

/** The render server that this run's QEMU started, and its workers. */
export async function renderServersOf(space: Workspace): Promise<number[]> {
  const all = await processes();
  const tree = [await qemuOf(space)];
  for (const pid of tree) tree.push(...all.filter(({ parent }) => parent === pid).map((child) => child.pid));
  const servers = tree.filter((pid) => all.find((one) => one.pid === pid)?.name.startsWith('virgl_render'));
  if (servers.length === 0) throw new Error('no render server runs for this folder');
  return servers;
}

/** Waits until these cases have a result, and then until the one after them surely runs. */
export async function whileNextRuns(space: Workspace, ...done: string[]): Promise<void> {
  const reached = await until(async () => {
    const record = await space.record().catch(() => null);
    return done.every((id) => record?.results.some((result) => result.id === id));
  }, 150_000);
  if (!reached) throw new Error(`no result for ${done.join(', ')}`);
  await sleep(1_000);
}

/** A port of the loopback that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
