/**
 * Times of day for a record: read once, then carried on by the monotonic clock, so that a line never seems to be older
 * than the one before it, whatever is done to the machine's clock meanwhile.
 */
export class RecordClock {
  readonly #offset = Date.now() - performance.now();

  now(): string {
    return new Date(this.#offset + performance.now()).toISOString();
  }
}
