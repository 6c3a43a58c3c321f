import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLeftovers } from '../../../runner/bench/leftovers.ts';
import { driftOf } from '../../../runner/bench/soak.ts';

describe('driftOf', () => {
  const rounds = (count: number, memory: (i: number) => number, files: (i: number) => number) =>
    Array.from({ length: count }, (_, i) => ({ memAvailableMiB: memory(i), openFiles: files(i) }));

  it('finds a leak of memory and of descriptors', () => {
    const leaking = rounds(
      100,
      (i) => 8000 - 5 * i,
      (i) => 1000 + 4 * i,
    );
    expect(driftOf(leaking)).toEqual([
      'the host has 400 MiB less memory available than in the first rounds',
      'the host has 320 more open files than in the first rounds',
    ]);
  });

  it('takes no single round for a leak, and judges no handful of rounds', () => {
    const one = (i: number): number => (i === 99 ? 100 : 8000);
    expect(driftOf(rounds(100, one, () => 1000))).toEqual([]);
    expect(
      driftOf(
        rounds(
          3,
          (i) => 8000 - 1000 * i,
          () => 1000,
        ),
      ),
    ).toEqual([]);
  });
});

describe('findLeftovers', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'venus-suite-left-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('finds nothing where nothing is', () => {
    expect(findLeftovers(folder)).toEqual({ processes: [], files: [], mounts: [], sockets: [] });
  });

  it('finds a file, a socket, and a process that only inherited the folder', async () => {
    writeFileSync(join(folder, 'forgotten'), '');
    const server = createServer().listen(join(folder, 'socket'));
    const child = spawn('sleep', ['60'], { env: { ...process.env, TMPDIR: folder } });
    try {
      await new Promise((resolve) => child.once('spawn', resolve));
      const { processes, files, sockets } = findLeftovers(folder);
      expect(processes).toEqual([`${child.pid} sleep 60`]);
      expect(files.toSorted()).toEqual(['forgotten', 'socket']);
      expect(sockets).toHaveLength(1);
    } finally {
      child.kill();
      server.close();
    }
  });
});
