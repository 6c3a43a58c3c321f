// The frames of docs/supervisor.md: a kind (one ASCII letter), the payload's length (32 bits, big endian), the payload.

const HEADER = 5;

/** Bounds of a payload, as guest-programs/supervisor/frame.h has them. Bytes. */
export const FRAME_LIMITS = { toSupervisor: 256 << 10, fromSupervisor: 32 << 10 } as const;

export interface Frame {
  kind: string;
  payload: Buffer;
}

/** @throws RangeError where the payload is longer than the supervisor takes. */
export function encodeFrame(kind: string, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  if (payload.length > FRAME_LIMITS.toSupervisor) {
    throw new RangeError(`a request of ${payload.length} bytes is longer than ${FRAME_LIMITS.toSupervisor}`);
  }
  const header = Buffer.alloc(HEADER);
  header.write(kind, 'latin1');
  header.writeUInt32BE(payload.length, 1);
  return Buffer.concat([header, payload]);
}

/** Cuts a stream of bytes out of a guest into frames. It never holds more than one frame and one chunk. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;

  /**
   * Takes a chunk and answers with the frames that are whole now.
   * @throws RangeError where a length is over the bound: the stream is of no use from there on.
   */
  *push(chunk: Buffer): Generator<Frame> {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    for (;;) {
      if (this.#size < HEADER) return;
      const header = this.#peek(HEADER);
      const length = header.readUInt32BE(1);
      if (length > FRAME_LIMITS.fromSupervisor) throw new RangeError(`a frame of ${length} bytes is over the bound`);
      if (this.#size < HEADER + length) return;
      const frame = this.#take(HEADER + length);
      yield { kind: frame.toString('latin1', 0, 1), payload: frame.subarray(HEADER) };
    }
  }

  /** The first bytes, which stay. */
  #peek(count: number): Buffer {
    const [first] = this.#chunks;
    if (first && first.length >= count) return first.subarray(0, count);
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined.subarray(0, count);
  }

  #take(count: number): Buffer {
    const taken = this.#peek(count);
    const [first = taken] = this.#chunks;
    const rest = first.subarray(count);
    if (rest.length === 0) this.#chunks.shift();
    else this.#chunks[0] = rest;
    this.#size -= count;
    return taken;
  }
}
