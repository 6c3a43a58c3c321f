import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ChildOptions {
  cwd: string;
  env?: Readonly<Record<string, string>>;
  /** Whether its stdout is wanted; else it goes to stderr. */
  capture: boolean;
  /** Sent on to it. */
  signal: AbortSignal;
  /** Milliseconds after which it is stopped. */
  limitMs?: number;
}

export interface Ended {
  /** Null where a signal ended it, or it could not be started. */
  code: number | null;
  stdout: string;
  /** Why there is no code, as a sentence's end. */
  why: string;
}

const STDOUT_LIMIT = 16 << 20;
/** From SIGTERM to SIGKILL. */
const GRACE_MS = 5_000;

/** Runs a program to its end, whatever the end is. It gets no terminal: nobody sits at one at night. */
export async function runChild(words: readonly string[], options: ChildOptions): Promise<Ended> {
  const [program = '', ...args] = words;
  const { cwd, env, capture, signal, limitMs } = options;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    // Over the ipc channel a run notices when this process is gone, and ends in order.
    stdio: capture ? ['ignore', 'pipe', 'inherit', 'ipc'] : ['ignore', 2, 2],
  });
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout = (stdout + text).slice(-STDOUT_LIMIT);
  });
  const stop = (): void => void child.kill(signal.reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT');
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const done = new AbortController();
  if (limitMs !== undefined) void stopAfter(child, limitMs, done.signal);
  const ended = await new Promise<Omit<Ended, 'stdout'>>((resolve) => {
    child.once('error', (error) => resolve({ code: null, why: `could not be started: ${error.message}` }));
    child.once('close', (code, by) => resolve({ code, why: code === null ? `was ended by ${by}` : '' }));
  });
  done.abort();
  signal.removeEventListener('abort', stop);
  return { ...ended, stdout };
}

async function stopAfter(child: ChildProcess, limitMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(limitMs, null, { signal });
    child.kill('SIGTERM');
    await sleep(GRACE_MS, null, { signal });
    child.kill('SIGKILL');
  } catch {
    // It ended before that.
  }
}
