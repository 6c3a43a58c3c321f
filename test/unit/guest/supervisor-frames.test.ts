import { describe, expect, it } from 'vitest';
import { encodeFrame, FRAME_LIMITS, FrameReader } from '../../../runner/guest/supervisor-frames.ts';

const all = (reader: FrameReader, chunk: Buffer): string[] =>
  [...reader.push(chunk)].map(({ kind, payload }) => `${kind}:${payload.toString()}`);

describe('FrameReader', () => {
  const stream = Buffer.concat([
    encodeFrame('A'),
    encodeFrame('1', Buffer.from('text')),
    encodeFrame('E', Buffer.from('x')),
  ]);

  it.each([1, 2, 3, 7, 100])('cuts a stream that comes in pieces of %i bytes', (size) => {
    const reader = new FrameReader();
    const seen: string[] = [];
    for (let at = 0; at < stream.length; at += size) seen.push(...all(reader, stream.subarray(at, at + size)));
    expect(seen).toEqual(['A:', '1:text', 'E:x']);
  });

  it('holds half a frame back', () => {
    expect(all(new FrameReader(), stream.subarray(0, stream.length - 1))).toEqual(['A:', '1:text']);
  });

  it('takes the longest frame, and refuses a longer one before it has come', () => {
    const longest = encodeFrame('1', Buffer.alloc(FRAME_LIMITS.fromSupervisor));
    expect([...new FrameReader().push(longest)]).toHaveLength(1);
    const header = encodeFrame('1', Buffer.alloc(FRAME_LIMITS.fromSupervisor + 1)).subarray(0, 5);
    expect(() => [...new FrameReader().push(header)]).toThrow(RangeError);
    expect(() => [...new FrameReader().push(Buffer.from('HTTP/1.1 200 OK'))]).toThrow(RangeError);
  });
});

it('encodeFrame refuses what the supervisor would not take', () => {
  expect(() => encodeFrame('R', Buffer.alloc(FRAME_LIMITS.toSupervisor + 1))).toThrow(RangeError);
});
