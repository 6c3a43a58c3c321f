import { appendFileSync } from 'node:fs';
import { fileSize } from './file-tail.ts';
import { CLOCK_MARK } from './log-times.ts';

/** Most bytes of one record; the kernel's own are below 8 KiB. */
const LINE_LIMIT = 64 << 10;

/**
 * Turns the records of /dev/kmsg into a log like dmesg's. Records that come twice, because a fresh supervisor begins
 * again at the first one, are written once.
 */
export class KernelLog {
  readonly #path: string;
  readonly #onClock: (uptimeMs: number) => void;
  #rest = '';
  #lastSequence = -1;
  #size: number;

  /** @param onClock learns what the kernel's clock showed when it was asked. */
  constructor(path: string, onClock: (uptimeMs: number) => void = () => {}) {
    this.#path = path;
    this.#onClock = onClock;
    this.#size = fileSize(path);
  }

  push(chunk: Buffer): void {
    const lines = (this.#rest + chunk.toString('utf8')).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-LINE_LIMIT);
    this.#write(lines.map((line) => this.#record(line)).join(''));
  }

  /** Bytes of the log so far. */
  get size(): number {
    return this.#size;
  }

  /** Writes a line of the runner's own. */
  note(text: string): void {
    this.#write(`venus-suite: ${text}\n`);
  }

  /** Forgets half a line: what comes next is from a fresh stream. */
  restart(): void {
    this.#rest = '';
  }

  /**
   * `level,sequence,microseconds,flags;text`; lines that begin with a blank hold fields of the record before.
   * @returns the record as dmesg shows it; nothing where it was seen already.
   */
  #record(line: string): string {
    const match = /^\d+,(\d+),(\d+),[^;]*;(.*)$/.exec(line);
    if (!match) return '';
    const [, sequence, microseconds, text = ''] = match;
    if (Number(sequence) <= this.#lastSequence) return '';
    this.#lastSequence = Number(sequence);
    if (text === CLOCK_MARK) this.#onClock(Number(microseconds) / 1000);
    return `[${(Number(microseconds) / 1e6).toFixed(6).padStart(12)}] ${text}\n`;
  }

  #write(lines: string): void {
    if (lines === '') return;
    const bytes = Buffer.from(lines);
    appendFileSync(this.#path, bytes);
    this.#size += bytes.length;
  }
}
