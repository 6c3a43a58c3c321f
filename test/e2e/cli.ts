import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { readRecord } from '../../runner/record/reader.ts';

/** The command, as a checkout has it. */
export const bin = join(import.meta.dirname, '..', '..', 'bin', 'venus-suite.js');

export interface Finished {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

/** A folder of its own for one test: config, runs and temporary files, removed with it. */
export class Workspace implements AsyncDisposable {
  readonly dir: string;
  private constructor(dir: string) {
    this.dir = dir;
  }

  static async create(): Promise<Workspace> {
    return new Workspace(await mkdtemp(join(tmpdir(), 'venus-suite-e2e-')));
  }

  path(...parts: string[]): string {
    return join(this.dir, ...parts);
  }

  /** Starts the command as a person would, in this folder. */
  start(args: readonly string[], env: Record<string, string> = {}) {
    return execa(process.execPath, [bin, ...args], {
      cwd: this.dir,
      // A history of its own: planted faults must not stand in that of the person who runs the tests.
      env: { TMPDIR: this.dir, VENUS_SUITE_DATA: this.path('data'), ...env },
      reject: false,
      stdin: 'ignore',
      forceKillAfterDelay: false,
    });
  }

  async run(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
    const { exitCode, stdout, stderr } = await this.start(args, env);
    return { exitCode, stdout, stderr };
  }

  /** The record of the one run in this folder. */
  async record() {
    const [run] = await this.runs();
    if (!run) throw new Error(`no run in ${this.dir}`);
    return readRecord(run);
  }

  async runs(): Promise<string[]> {
    const names = await readdir(this.path('runs')).catch(() => []);
    return names.toSorted().map((name) => this.path('runs', name));
  }

  /** Processes whose command line or environment names this folder: what a run may have left behind. */
  async leftovers(): Promise<string[]> {
    const found: string[] = [];
    for (const pid of await readdir('/proc')) {
      if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
      const line = await readFile(join('/proc', pid, 'cmdline'), 'utf8').catch(() => '');
      if (line.includes(this.dir)) found.push(`${pid} ${line.replaceAll('\0', ' ')}`);
    }
    return found;
  }

  /** Temporary files that a run may have left: everything here but runs and what the test wrote. */
  async temporaries(): Promise<string[]> {
    return (await readdir(this.dir)).filter((name) => name.startsWith('venus-suite-'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** Waits until `condition` holds, asking every 50 ms, at most `ms`. */
export async function until(condition: () => boolean | Promise<boolean>, ms: number): Promise<boolean> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    if (await condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return condition();
}
