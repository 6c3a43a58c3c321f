import { wallClock } from './wall-clock.ts';

/** The bytes up to `end` had come at this time (`wallClock`). */
export interface Arrival {
  at: number;
  end: number;
}

/** Pieces that come within this of one another are told as one. Milliseconds. */
const TOGETHER_MS = 2;
/** After so many, the last one grows. */
const ARRIVALS = 1000;

/** Collects at most `limit` bytes; what comes after is counted and dropped. */
export class BoundedBuffer {
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];
  readonly #arrivals: Arrival[] = [];
  #size = 0;
  #over = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether more came than was kept. */
  get over(): boolean {
    return this.#over;
  }

  /** When its bytes came, in their order. */
  get arrivals(): readonly Arrival[] {
    return this.#arrivals;
  }

  push(chunk: Buffer): void {
    const room = this.#limit - this.#size;
    if (chunk.length > room) this.#over = true;
    if (room <= 0) return;
    const kept = chunk.subarray(0, room);
    this.#chunks.push(kept);
    this.#size += kept.length;
    this.#arrived();
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks, this.#size);
  }

  /** The bytes as UTF-8; what is not becomes U+FFFD. */
  text(): string {
    return this.bytes().toString('utf8');
  }

  #arrived(): void {
    const at = wallClock();
    const last = this.#arrivals.at(-1);
    if (last && at - last.at < TOGETHER_MS) last.end = this.#size;
    else if (last && this.#arrivals.length === ARRIVALS) Object.assign(last, { at, end: this.#size });
    else this.#arrivals.push({ at, end: this.#size });
  }
}
