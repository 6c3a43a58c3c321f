import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { messageOf } from '../base/errors.ts';

/** Bytes of a run's file, or why there are none. */
export type FilePart = { bytes: Buffer; size: number } | { why: string };

function withinFolder(runDir: string, path: string): string | null {
  const folder = realpathSync(runDir);
  const real = realpathSync(join(folder, path));
  return real.startsWith(folder + sep) ? real : null;
}

/**
 * Reads a part of a file that a record names. The record may come from another machine: a path that leads out of the
 * run's folder, by `..` or by a link, is refused, and so is what is no plain file.
 * @param start the first byte wanted.
 * @param end the byte after the last one.
 */
export function readRunFile(runDir: string, path: string, start: number, end: number): FilePart {
  let fd: number | null = null;
  try {
    const real = withinFolder(runDir, path);
    if (real === null) return { why: `${path} is outside of the run's folder` };
    // A pipe that nobody writes to would keep the reader for ever.
    fd = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(fd);
    if (!stat.isFile()) return { why: `${path} is not a plain file` };
    const bytes = Buffer.alloc(Math.max(0, Math.min(end, stat.size) - start));
    return { bytes: bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, start)), size: stat.size };
  } catch (error) {
    return { why: code(error) === 'ENOENT' ? `${path} is missing` : `${path} cannot be read: ${messageOf(error)}` };
  } finally {
    if (fd !== null) closeSync(fd);
  }
}

function code(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
