import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { InfraError, messageOf } from '../base/errors.ts';
import { formatBytes } from '../base/text.ts';
import { RECORD_NAME } from './run-folder.ts';
import { type RecordLine, recordLine } from './schema.ts';

/** Bytes of one line: above what a bounded protocol stream and bounded excerpts can come to. */
const LINE_LIMIT = 64 << 20;
const TAIL_CHUNK = 64 << 10;
const NEWLINE = 0x0a;

/** The offset after the last newline of a file: what follows it is a line that a killed writer did not finish. */
function endOfLastLine(fd: number, size: number): number {
  const chunk = Buffer.alloc(TAIL_CHUNK);
  for (let end = size; end > 0; end -= Math.min(TAIL_CHUNK, end)) {
    const start = Math.max(0, end - TAIL_CHUNK);
    const found = chunk.subarray(0, readSync(fd, chunk, 0, end - start, start)).lastIndexOf(NEWLINE);
    if (found >= 0) return start + found + 1;
  }
  return 0;
}

/**
 * Appends lines to a record. One line is one write(2) on a descriptor in append mode, done when `append` returns:
 * what was written outlives the runner's SIGKILL, for it is in the kernel then. It is forced to the disk (fsync)
 * with the header and the footer only: a crash of the whole machine may cost results, never the run's identity,
 * and a record without a footer is never green.
 */
export class RecordWriter {
  readonly path: string;
  readonly #fd: number;
  /** Bytes of whole lines; null where the file has no size to go back to (a device). */
  #whole: number | null;
  #open = true;

  private constructor(path: string, fd: number, whole: number | null) {
    this.path = path;
    this.#fd = fd;
    this.#whole = whole;
  }

  /**
   * Creates the record of a run's folder.
   * @throws InfraError where there is one already or it cannot be made.
   */
  static create(runDir: string): RecordWriter {
    return RecordWriter.#openFile(join(runDir, RECORD_NAME), 'ax');
  }

  /**
   * Goes on with a record whose runner was killed, at the end of its last whole line.
   * @param path of the record itself.
   * @throws InfraError where there is no such file.
   */
  static resume(path: string): RecordWriter {
    if (!existsSync(path)) throw new InfraError(`${path}: there is no record to go on with.`);
    return RecordWriter.#openFile(path, 'a+');
  }

  static #openFile(path: string, flags: 'ax' | 'a+'): RecordWriter {
    let fd: number;
    try {
      fd = openSync(path, flags);
    } catch (error) {
      throw new InfraError(`${path}: the record cannot be opened: ${messageOf(error)}`, {
        cause: error,
        hint: 'Choose a folder that can be written with --out.',
      });
    }
    const { size } = fstatSync(fd);
    if (!fstatSync(fd).isFile()) return new RecordWriter(path, fd, null);
    const whole = flags === 'a+' ? endOfLastLine(fd, size) : 0;
    if (whole < size) ftruncateSync(fd, whole);
    return new RecordWriter(path, fd, whole);
  }

  /**
   * Appends one line and returns when the kernel has it.
   * @throws InfraError where it cannot be written, for instance on a full disk; the record then ends with the line before.
   */
  append(line: RecordLine): void {
    if (!this.#open) throw new Error(`${this.path}: append after close`);
    const bytes = Buffer.from(`${JSON.stringify(recordLine.parse(line))}\n`);
    if (bytes.length > LINE_LIMIT) {
      throw new InfraError(
        `${this.path}: a ${line.type} line of ${formatBytes(bytes.length)} is over the limit of ${formatBytes(LINE_LIMIT)}.`,
      );
    }
    try {
      // A short write means a full disk or a limit: the next write says which.
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done);
      if (this.#whole !== null) this.#whole += bytes.length;
      if (line.type === 'header' || line.type === 'footer') this.#sync();
    } catch (error) {
      this.#cutBack();
      throw new InfraError(`${this.path}: the record cannot be written: ${messageOf(error)}`, {
        cause: error,
        hint: 'Free space there or choose another folder with --out; the results before this one are kept.',
      });
    }
  }

  /** Closes the file. Safe to call twice. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#fd);
  }

  #sync(): void {
    if (this.#whole !== null) fsyncSync(this.#fd);
  }

  #cutBack(): void {
    if (this.#whole === null) return;
    try {
      ftruncateSync(this.#fd, this.#whole);
    } catch {
      // The reader tolerates an unfinished last line; the write's own error is the one to report.
    }
  }
}
