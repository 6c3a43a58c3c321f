import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isRunning, processTree } from '../../runner/guest/process-tree.ts';
import { encodeFrame, FrameReader } from '../../runner/guest/supervisor-frames.ts';
import { encodeRun, parseEnded } from '../../runner/guest/supervisor-messages.ts';
import { ensureProbes } from '../../runner/stack/probes.ts';

// The supervisor itself, on this machine: what a runner that is broken, slow or gone does to it.

let program = '';
beforeAll(async () => {
  program = join((await ensureProbes('host', (line) => process.stderr.write(`${line}\n`))).dir, 'supervisor');
});

let folder = '';
let supervisor: ChildProcessWithoutNullStreams;
let ended: Promise<number | null>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'supervisor-'));
  supervisor = spawn(program, [folder]);
  supervisor.stdin.on('error', () => {});
  supervisor.stderr.resume();
  ended = new Promise((resolve) => supervisor.once('exit', (code) => resolve(code)));
});
afterEach(async () => {
  supervisor.stdin.destroy();
  await ended;
  rmSync(folder, { recursive: true });
});

const run = (script: string, changes: { number?: number; killMs?: number; output?: number } = {}): Buffer => {
  const { number = 1, killMs = 5_000, output = 1 << 20 } = changes;
  const limits = { protocol: 1 << 20, output, file: 1 << 20, files: 4 };
  const argv = ['/bin/sh', '-c', script];
  return encodeFrame('R', encodeRun({ number, killMs, limits, memoryMiB: 0, processes: 0, argv, env: { A: 'b c' } }));
};

/** Reads until a frame of this kind came. */
async function until(kind: string): Promise<Map<string, Buffer>> {
  const reader = new FrameReader();
  const seen = new Map<string, Buffer>();
  for await (const chunk of supervisor.stdout.iterator({ destroyOnReturn: false })) {
    for (const frame of reader.push(chunk as Buffer)) {
      seen.set(frame.kind, Buffer.concat([seen.get(frame.kind) ?? Buffer.alloc(0), frame.payload]));
    }
    if (seen.has(kind)) return seen;
  }
  throw new Error(`the stream ended before ${kind}`);
}

const startsSleeping = async (): Promise<number[]> => {
  supervisor.stdin.write(run('setsid sleep 71 & sleep 72 & echo up; wait', { killMs: 60_000 }));
  await until('1');
  const tree = await processTree(supervisor.pid ?? 0);
  expect(tree.length).toBeGreaterThanOrEqual(4);
  return tree;
};

describe('the supervisor', () => {
  it('runs a case, and a second one when the first has ended', async () => {
    supervisor.stdin.write(run('echo "$A|$VENUS_SUITE_FD"; exit 7'));
    const first = await until('E');
    expect(first.get('1')?.toString()).toBe('b c|3\n');
    expect(parseEnded(first.get('E') ?? Buffer.alloc(0))).toMatchObject({ number: 1, end: { exitCode: 7 } });
    supervisor.stdin.write(run('kill -BUS $$', { number: 2 }));
    const second = parseEnded((await until('E')).get('E') ?? Buffer.alloc(0));
    expect(second).toMatchObject({ number: 2, end: { exitCode: null, signal: 'SIGBUS' } });
  });

  it.each([
    ['a length over the bound', Buffer.from([0x52, 0xff, 0xff, 0xff, 0xff])],
    ['a kind that is none', encodeFrame('Z')],
    ['an empty request', encodeFrame('R')],
    ['a request without its words', encodeFrame('R', encodeRunHead(3, 1))],
    ['a request with more words than there may be', encodeFrame('R', encodeRunHead(0xffff_ffff, 0xffff_ffff))],
    ['a request without a program', encodeFrame('R', encodeRunHead(0, 0))],
    ['words that do not end', encodeFrame('R', Buffer.concat([encodeRunHead(1, 0), Buffer.from('/bin/sh')]))],
  ])('ends on %s', async (_, bytes) => {
    supervisor.stdin.write(bytes);
    supervisor.stdout.resume();
    expect(await ended).toBe(2);
  });

  it('ends on a request while a case runs, and leaves nothing of it', async () => {
    const tree = await startsSleeping();
    supervisor.stdin.write(run('exit 0', { number: 2 }));
    supervisor.stdout.resume();
    expect(await ended).toBe(2);
    expect(tree.filter(isRunning)).toEqual([]);
  });

  it.each(['the end of its input', 'SIGTERM'])('leaves nothing behind after %s', async (how) => {
    const tree = await startsSleeping();
    if (how === 'SIGTERM') supervisor.kill('SIGTERM');
    else supervisor.stdin.end();
    supervisor.stdout.resume();
    expect(await ended).toBe(0);
    expect(tree.filter(isRunning)).toEqual([]);
  });

  it('keeps the bound of a probe also where nobody reads what it writes', async () => {
    const began = performance.now();
    supervisor.stdin.write(run('echo $$ >../pid; exec yes', { killMs: 400, output: 0xffff_ffff }));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await processTree(supervisor.pid ?? 0)).toEqual([supervisor.pid]);
    const answer = parseEnded((await until('E')).get('E') ?? Buffer.alloc(0));
    expect(answer?.end).toMatchObject({ ended: 'killed', signal: 'SIGKILL' });
    expect(answer?.end.processMs).toBeLessThan(1_400);
    expect(performance.now() - began).toBeLessThan(8_000);
  });

  it('takes the place of one of the same folder that was forgotten', async () => {
    const tree = await startsSleeping();
    supervisor.stdout.resume();
    const second = spawn(program, [folder], { stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((resolve) => second.stdout.once('data', resolve));
    expect(tree.filter(isRunning)).toEqual([]);
    second.stdin.end();
    await new Promise((resolve) => second.once('exit', resolve));
  });
});

/** The numbers of a request with these counts of words. */
function encodeRunHead(arguments_: number, variables: number): Buffer {
  const head = Buffer.alloc(40);
  head.writeUInt32BE(1_000, 4);
  head.writeUInt32BE(arguments_, 32);
  head.writeUInt32BE(variables, 36);
  return head;
}
