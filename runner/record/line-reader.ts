import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK = 1 << 20;
const NEWLINE = 0x0a;

/** A line of a file, without its newline. */
export interface TextLine {
  text: string;
  /** From 1. */
  number: number;
  /** False for a last line that lacks its newline: whoever wrote it was stopped. */
  whole: boolean;
}

/** The lines of a file one by one, so that a record of a million results never is in memory as a whole. */
export function* readLines(path: string): Generator<TextLine> {
  const fd = openSync(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK);
    let rest: Buffer[] = [];
    let number = 0;
    for (let length = readSync(fd, chunk); length > 0; length = readSync(fd, chunk)) {
      const bytes = chunk.subarray(0, length);
      let start = 0;
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
        const text = rest.length === 0 ? bytes.toString('utf8', start, end) : joined(rest, bytes.subarray(start, end));
        rest = [];
        start = end + 1;
        number += 1;
        yield { text, number, whole: true };
      }
      // A copy, for the chunk is read into again.
      if (start < length) rest.push(Buffer.from(bytes.subarray(start)));
    }
    if (rest.length > 0) yield { text: joined(rest), number: number + 1, whole: false };
  } finally {
    closeSync(fd);
  }
}

function joined(rest: readonly Buffer[], ...end: Buffer[]): string {
  return Buffer.concat([...rest, ...end]).toString('utf8');
}
