import { setTimeout as sleep } from 'node:timers/promises';
import { fileSize, readRange } from './file-tail.ts';

const POLL_MS = 20;
/** A boot prints some kilobytes; a guest that prints without end must not fill the runner's memory. */
const KEEP = 1 << 20;

/** Why a line that was waited for did not come. */
export type ConsoleEnd = { line: string } | { ended: 'timeout' | 'stopped' | 'panic'; line: string | null };

/** Reads a serial console's file as it grows. */
export class Console {
  readonly #path: string;
  #position = 0;
  #text = '';

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Waits for a line that matches.
   * @param stopped asked on every turn; true ends the wait once all that was written has been read.
   */
  async waitFor(pattern: RegExp, timeoutMs: number, stopped: () => boolean): Promise<ConsoleEnd> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const last = stopped();
      this.read();
      const line = this.line(pattern);
      if (line !== null) return { line };
      const panic = this.line(/Kernel panic - not syncing.*/);
      if (panic !== null) return { ended: 'panic', line: panic };
      if (last) return { ended: 'stopped', line: null };
      if (performance.now() > deadline) return { ended: 'timeout', line: null };
      await sleep(POLL_MS);
    }
  }

  /** The first match in what was read so far. */
  line(pattern: RegExp): string | null {
    return pattern.exec(this.#text)?.[0].trim() ?? null;
  }

  /** Takes in what was written since. */
  read(): void {
    const size = fileSize(this.#path);
    if (size <= this.#position) return;
    const from = Math.max(this.#position, size - KEEP);
    this.#text = (this.#text + readRange(this.#path, from, size)).slice(-KEEP);
    this.#position = size;
  }
}
