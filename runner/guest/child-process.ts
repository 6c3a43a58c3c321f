import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../base/errors.ts';
import { isRunning, processTree } from './process-tree.ts';

const POLL_MS = 20;
/** A process that was sent SIGKILL is gone within this, unless the kernel itself holds it. */
const GONE_WITHIN_MS = 5_000;

export interface Exit {
  code: number | null;
  signal: string | null;
  /** Why it could not even start. */
  error: string | null;
}

/** A long-lived program in a process group of its own, with its output in a file. */
export class OwnedProcess {
  readonly argv: readonly string[];
  /** How it ended; null while it runs. */
  exit: Exit | null = null;
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #onParentExit = (): void => this.#signalGroup();

  /**
   * @param argv program first, as the host stack's `command` gives it.
   * @param output stdout and stderr are appended to this file.
   */
  constructor(argv: readonly string[], output: string) {
    const [program = '', ...args] = argv;
    this.argv = argv;
    const file = openSync(output, 'a');
    this.#child = spawn(program, args, { detached: true, stdio: ['ignore', file, file] });
    closeSync(file);
    process.on('exit', this.#onParentExit);
    this.exited = new Promise((resolve) => {
      const settle = (exit: Exit): void => {
        this.exit ??= exit;
        resolve(this.exit);
      };
      this.#child.once('error', (error) => settle({ code: null, signal: null, error: messageOf(error) }));
      this.#child.once('exit', (code, signal) => settle({ code, signal, error: null }));
    });
  }

  /** Undefined where it could not start. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Waits until it ends by itself. @returns whether it did within the bound. */
  async endsWithin(ms: number): Promise<boolean> {
    if (this.exit) return true;
    const timeout = new AbortController();
    await Promise.race([this.exited, sleep(ms, undefined, { signal: timeout.signal }).catch(() => {})]);
    timeout.abort();
    return this.exit !== null;
  }

  /** It and all that descend from it now: the render server leaves the process group. */
  async tree(): Promise<number[]> {
    return this.#child.pid === undefined || this.exit ? [] : processTree(this.#child.pid);
  }

  /**
   * Kills its process group and returns once nothing of it runs.
   * @param known processes that descend from it, as `tree` told while it still ran.
   */
  async kill(known: readonly number[] = []): Promise<void> {
    const members = new Set([...known, ...(await this.tree())]);
    this.#signalGroup();
    for (const pid of members) if (isRunning(pid)) killOne(pid);
    const deadline = performance.now() + GONE_WITHIN_MS;
    while ([...members].some(isRunning) && performance.now() < deadline) await sleep(POLL_MS);
    process.off('exit', this.#onParentExit);
  }

  #signalGroup(): void {
    if (this.#child.pid !== undefined) killOne(-this.#child.pid);
  }
}

/** A negative number stands for a process group. */
function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}

/** How a process ended, for people: `SIGSEGV`, `status 1`, or why it did not start. */
export function describeExit({ code, signal, error }: Exit): string {
  return error ?? (signal === null ? `status ${code}` : signal);
}
