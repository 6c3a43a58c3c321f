import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogSlice } from '../guest/guest.ts';

const CHUNK = 64 << 10;
/** Most bytes of one slice that are read: a flood says nothing new after that. */
const SLICE_LIMIT = 16 << 20;
/** Most characters of one line that are kept. */
const LINE_LIMIT = 8 << 10;

export interface LogLine {
  text: string;
  /** Of its first byte, in the log's file. */
  offset: number;
}

/** The lines of a slice one by one, in bounded memory; the last one may lack its end. */
export async function* linesOf(
  runDir: string,
  slice: Pick<LogSlice, 'file' | 'start' | 'end'>,
): AsyncGenerator<LogLine> {
  const end = Math.min(slice.end, slice.start + SLICE_LIMIT);
  if (end <= slice.start) return;
  const file = await open(join(runDir, slice.file), 'r');
  try {
    const chunk = Buffer.alloc(Math.min(CHUNK, end - slice.start));
    let rest: Buffer = Buffer.alloc(0);
    let offset = slice.start;
    for (let at = slice.start; at < end; ) {
      const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, end - at), at);
      if (bytesRead === 0) break;
      at += bytesRead;
      const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      let from = 0;
      for (let newline = bytes.indexOf(0x0a); newline >= 0; newline = bytes.indexOf(0x0a, from)) {
        yield { text: bytes.toString('utf8', from, Math.min(newline, from + LINE_LIMIT)), offset: offset + from };
        from = newline + 1;
      }
      // A line without end is cut: what it goes on with is taken for a line of its own.
      if (bytes.length - from > LINE_LIMIT) {
        yield { text: bytes.toString('utf8', from, from + LINE_LIMIT), offset: offset + from };
        from = bytes.length;
      }
      rest = bytes.subarray(from);
      offset += from;
    }
    if (rest.length > 0) yield { text: rest.toString('utf8'), offset };
  } finally {
    await file.close();
  }
}
