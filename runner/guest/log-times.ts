import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KernelLine, LOOK_EVERY_MS, type SeenLine, TIMES_NAME } from '../record/log-times.ts';
import type { Arrival } from './bounded-buffer.ts';
import { type BootLogs, LOGS, type LogName, type LogPositions } from './logs.ts';
import { wallClock } from './wall-clock.ts';

/** By a line in its own log a guest's kernel tells what its clock showed between two moments on the runner's. */
export const CLOCK_MARK = 'venus-suite: what time is it';

/**
 * Keeps, beside the logs of a boot, when which of their bytes came, so that lines of logs without a clock can be put
 * beside those of others. An aid for people: where it cannot be written, it ends, and the run goes on.
 */
export class LogTimes {
  readonly #logs: BootLogs;
  readonly #path: string;
  #sizes: LogPositions;
  #timer: NodeJS.Timeout | undefined;
  #askedAt: number | null = null;
  #broken = false;

  constructor(logs: BootLogs) {
    this.#logs = logs;
    this.#path = join(logs.folder, TIMES_NAME);
    this.#sizes = logs.positions();
  }

  /** A case is about to be sent: from here on its logs are looked at again and again. */
  caseBegan(id: string): void {
    this.#sizes = this.#logs.positions();
    this.#write({ at: wallClock(), sizes: { ...this.#sizes }, began: id });
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  /** All of the case's logs are written but for what it printed itself. */
  caseEnded(): void {
    clearInterval(this.#timer);
    this.#look();
  }

  /**
   * What the case printed came piece by piece, and is in the log as one.
   * @param start of its first byte in the log.
   */
  printed(start: number, arrivals: readonly Arrival[]): void {
    for (const { at, end } of arrivals) this.#write({ at, sizes: { 'guest-stderr': start + end } });
  }

  /** The guest is asked now to write `CLOCK_MARK` into its kernel's log. */
  askedKernel(): void {
    this.#askedAt = wallClock();
  }

  /** @param uptimeMs of the kernel's clock in the mark's record. */
  kernelAnswered(uptimeMs: number): void {
    if (this.#askedAt === null) return;
    this.#write({ kernelZero: [this.#askedAt - uptimeMs, wallClock() - uptimeMs] });
    this.#askedAt = null;
  }

  #look(): void {
    const now = this.#logs.positions();
    const grown = LOGS.filter((log) => log !== 'guest-stderr' && now[log] > this.#sizes[log]);
    if (grown.length === 0) return;
    this.#sizes = now;
    this.#write({ at: wallClock(), sizes: Object.fromEntries(grown.map((log): [LogName, number] => [log, now[log]])) });
  }

  #write(line: SeenLine | KernelLine): void {
    if (this.#broken) return;
    try {
      appendFileSync(this.#path, `${JSON.stringify(line)}\n`);
    } catch {
      this.#broken = true;
    }
  }
}
