import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { median } from '../base/distribution.ts';
import { ExitCode, messageOf } from '../base/errors.ts';
import { packageRoot } from '../base/paths.ts';
import { readRecord } from '../record/reader.ts';
import { findLeftovers, type Leftovers, readText } from './leftovers.ts';

/** Rounds from which on the first and the last are worth comparing. */
const ROUNDS_TO_JUDGE = 10;
/** Beyond what caches, and whatever else a machine does, bring about from one round to the next. */
const MEMORY_LOSS_MIB = 256;
const DESCRIPTOR_GAIN = 256;

/** What was seen after one run. */
export interface Round {
  round: number;
  exit: number | null;
  wallMs: number;
  cases: number;
  /** `id verdict (outcome): message` of every result that is neither ok nor known, and the run's findings. */
  unexpected: string[];
  leftovers: Leftovers;
  /** Of the host, after the run; NaN where /proc does not tell. */
  memAvailableMiB: number;
  openFiles: number;
  /** Kept where the round was not good. */
  runs: string | null;
}

export interface SoakInput {
  target: string;
  query: readonly string[];
  rounds: number;
  /** Where runs that were not good are kept. */
  out: string;
  signal: AbortSignal;
  round(round: Round): void;
}

export interface Soak {
  rounds: Round[];
  /** What was wrong, a sentence each; empty for a good soak. */
  problems: string[];
}

/** Runs the suites again and again, each time as a person does, and looks after each what it has left on the host. */
export async function soak(input: SoakInput): Promise<Soak> {
  const scratch = mkdtempSync(join(tmpdir(), 'venus-suite-soak-'));
  const rounds: Round[] = [];
  try {
    while (rounds.length < input.rounds && !input.signal.aborted) {
      const round = await oneRound(input, rounds.length + 1, scratch);
      if (input.signal.aborted) break;
      rounds.push(round);
      input.round(round);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return { rounds, problems: [...rounds.flatMap(problemsOf), ...driftOf(rounds)] };
}

async function oneRound(input: SoakInput, round: number, scratch: string): Promise<Round> {
  const name = `round-${String(round).padStart(4, '0')}`;
  const runs = join(resolve(input.out), name);
  mkdirSync(runs, { recursive: true });
  // Of its own, so that what one round leaves is not counted again in the next.
  const temporary = join(scratch, name);
  mkdirSync(temporary);
  const command = ['run', ...input.query, '--target', input.target, '--out', runs];
  const began = performance.now();
  const exit = await new Promise<number | null>((done, fail) => {
    const child = spawn(process.execPath, [join(packageRoot, 'bin/venus-suite.js'), ...command], {
      // Over the ipc channel the run notices when this process is gone, and ends in order.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // Node's own cache of compiled code is meant to stay, and is none of a round's.
      env: { ...process.env, TMPDIR: temporary, NODE_COMPILE_CACHE: join(scratch, 'node-compile-cache') },
    });
    const stop = (): void => void child.kill('SIGINT');
    input.signal.addEventListener('abort', stop, { once: true });
    child.once('error', fail);
    child.once('exit', (code) => {
      input.signal.removeEventListener('abort', stop);
      done(code);
    });
  });
  const wallMs = performance.now() - began;
  const seen = { round, exit, wallMs, ...resultsIn(runs), ...hostState(), leftovers: findLeftovers(temporary), runs };
  if (problemsOf(seen).length > 0 || input.signal.aborted) return seen;
  rmSync(runs, { recursive: true });
  return { ...seen, runs: null };
}

function resultsIn(runs: string): Pick<Round, 'cases' | 'unexpected'> {
  try {
    const [run = ''] = readdirSync(runs);
    const { results, footer, missing } = readRecord(join(runs, run));
    const bad = results.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'known');
    const lines = bad.map(({ id, verdict, outcome, message }) => `${id} ${verdict} (${outcome}): ${message}`);
    return {
      cases: results.length,
      unexpected: [...lines, ...missing.map((id) => `${id} has no result`), ...(footer?.findings ?? ['no footer'])],
    };
  } catch (error) {
    return { cases: 0, unexpected: [messageOf(error)] };
  }
}

function hostState(): Pick<Round, 'memAvailableMiB' | 'openFiles'> {
  const [, kibibytes] = /^MemAvailable:\s+(\d+) kB/m.exec(readText('/proc/meminfo')) ?? [];
  const [files] = readText('/proc/sys/fs/file-nr').split('\t');
  return { memAvailableMiB: Math.round(Number(kibibytes) / 1024), openFiles: files ? Number(files) : Number.NaN };
}

function problemsOf({ round, exit, unexpected, leftovers }: Round): string[] {
  const left = Object.entries(leftovers).flatMap(([kind, items]) =>
    (items as string[]).map((item) => `left behind of ${kind}: ${item}`),
  );
  const ended = exit === ExitCode.good || unexpected.length > 0 ? [] : [`the run ended with status ${exit}`];
  return [...ended, ...unexpected, ...left].map((problem) => `round ${round}: ${problem}`);
}

/** Whether the host has lost memory or descriptors between the first and the last rounds: medians of a fifth of each. */
export function driftOf(rounds: readonly Pick<Round, 'memAvailableMiB' | 'openFiles'>[]): string[] {
  if (rounds.length < ROUNDS_TO_JUDGE) return [];
  const fifth = Math.floor(rounds.length / 5);
  const change = (of: 'memAvailableMiB' | 'openFiles'): number =>
    median(rounds.slice(-fifth).map((round) => round[of])) - median(rounds.slice(0, fifth).map((round) => round[of]));
  const memory = change('memAvailableMiB');
  const files = change('openFiles');
  return [
    ...(memory < -MEMORY_LOSS_MIB
      ? [`the host has ${-memory} MiB less memory available than in the first rounds`]
      : []),
    ...(files > DESCRIPTOR_GAIN ? [`the host has ${files} more open files than in the first rounds`] : []),
  ];
}
