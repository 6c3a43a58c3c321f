/** Collects at most `limit` bytes; what comes after is counted and dropped. */
export class BoundedBuffer {
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #over = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether more came than was kept. */
  get over(): boolean {
    return this.#over;
  }

  push(chunk: Buffer): void {
    const room = this.#limit - this.#size;
    if (chunk.length > room) this.#over = true;
    if (room <= 0) return;
    const kept = chunk.subarray(0, room);
    this.#chunks.push(kept);
    this.#size += kept.length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks, this.#size);
  }

  /** The bytes as UTF-8; what is not becomes U+FFFD. */
  text(): string {
    return this.bytes().toString('utf8');
  }
}
