import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { tailLines } from '../base/text.ts';
import type { LogSlice } from '../guest/guest.ts';

const EXCERPT_LINES = 40;
const EXCERPT_BYTES = 8 << 10;

/** The last bytes of a slice as text. */
export async function readTail(runDir: string, slice: LogSlice, limit: number): Promise<string> {
  const from = Math.max(slice.start, slice.end - limit);
  const length = Math.max(0, slice.end - from);
  const file = await open(join(runDir, slice.file), 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}

/** The last lines of each log slice that holds any, so that a record alone tells the story of a failure. */
export async function excerptsOf(
  runDir: string,
  slices: readonly LogSlice[],
): Promise<{ log: string; text: string }[]> {
  const excerpts: { log: string; text: string }[] = [];
  for (const slice of slices) {
    if (slice.end <= slice.start) continue;
    const text = await readTail(runDir, slice, EXCERPT_BYTES);
    if (text.trim() !== '') excerpts.push({ log: slice.log, text: tailLines(text, EXCERPT_LINES) });
  }
  return excerpts;
}
