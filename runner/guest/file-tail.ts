import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** Bytes now in a file; 0 where it is not there (yet). */
export function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** At most the last `limit` bytes of a file as text; empty where it is not there. */
export function readTail(path: string, limit: number): string {
  const size = fileSize(path);
  return size === 0 ? '' : readRange(path, Math.max(0, size - limit), size);
}

/** A range of bytes of a file as text. */
export function readRange(path: string, start: number, end: number): string {
  const buffer = Buffer.alloc(end - start);
  const file = openSync(path, 'r');
  try {
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, start)).toString('utf8');
  } finally {
    closeSync(file);
  }
}
