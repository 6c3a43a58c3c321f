import { appendFileSync } from 'node:fs';
import { fileSize } from './file-tail.ts';

/** A line of text in a case's launcher, and where in the log it stood. */
interface Marker {
  /** Byte offsets in the written file: of the marker's line, and after it. */
  before: number;
  after: number;
  /** The guest kernel's clock. */
  timestampUs: number;
}

const MARKER = /^venus-suite: (begin|end) (\S+)$/;
/** Most bytes of one record; the kernel's own are below 8 KiB. */
const LINE_LIMIT = 64 << 10;

/**
 * Turns the stream of /dev/kmsg into a log like dmesg's, and remembers where the markers of cases stand. Records that
 * come twice, because the stream was opened again, are written once.
 */
export class KernelLog {
  readonly #path: string;
  readonly #markers = new Map<string, Marker>();
  readonly #waiting = new Map<string, () => void>();
  #rest = '';
  #lastSequence = -1;
  #size: number;

  constructor(path: string) {
    this.#path = path;
    this.#size = fileSize(path);
  }

  push(chunk: Buffer): void {
    const lines = (this.#rest + chunk.toString('utf8')).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-LINE_LIMIT);
    for (const line of lines) this.#record(line);
  }

  get hasRecords(): boolean {
    return this.#lastSequence >= 0;
  }

  /** Writes a line of the runner's own. */
  note(text: string): void {
    this.#write(`venus-suite: ${text}\n`);
  }

  /** Forgets half a line: what comes next is from a fresh stream. */
  restart(): void {
    this.#rest = '';
  }

  /** Waits until a case's end marker was read. @returns whether it was, within the bound. */
  waitForEnd(tag: string, timeoutMs: number): Promise<boolean> {
    const key = `end ${tag}`;
    if (this.#markers.has(key)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (seen: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(key);
        resolve(seen);
      };
      const timer = setTimeout(() => settle(false), timeoutMs);
      this.#waiting.set(key, () => settle(true));
    });
  }

  /** The bytes between a case's markers; to the end of the log where the last one never came. Null without the first. */
  between(tag: string): { start: number; end: number } | null {
    const begin = this.#markers.get(`begin ${tag}`);
    return begin ? { start: begin.after, end: this.#markers.get(`end ${tag}`)?.before ?? this.#size } : null;
  }

  /** Milliseconds between a case's markers on the guest kernel's clock. */
  elapsedMs(tag: string): number | null {
    const begin = this.#markers.get(`begin ${tag}`);
    const end = this.#markers.get(`end ${tag}`);
    return begin && end ? (end.timestampUs - begin.timestampUs) / 1000 : null;
  }

  /** `level,sequence,microseconds,flags;text`; lines that begin with a blank hold fields of the record before. */
  #record(line: string): void {
    const match = /^\d+,(\d+),(\d+),[^;]*;(.*)$/.exec(line);
    if (!match) return;
    const [, sequence, microseconds, text = ''] = match;
    if (Number(sequence) <= this.#lastSequence) return;
    this.#lastSequence = Number(sequence);
    const timestampUs = Number(microseconds);
    const before = this.#size;
    this.#write(`[${(timestampUs / 1e6).toFixed(6).padStart(12)}] ${text}\n`);

    const marker = MARKER.exec(text);
    if (!marker) return;
    const key = `${marker[1]} ${marker[2]}`;
    this.#markers.set(key, { before, after: this.#size, timestampUs });
    this.#waiting.get(key)?.();
  }

  #write(line: string): void {
    const bytes = Buffer.from(line);
    appendFileSync(this.#path, bytes);
    this.#size += bytes.length;
  }
}
