import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';

export interface ArchiveFiles {
  /** In order: put after one another they are the archive. */
  paths: string[];
  bytes: number;
  /** Of the whole archive. */
  sha256: string;
}

/** Takes an archive as it comes and cuts it into files of at most so many bytes: FILE.000, FILE.001, … or FILE. */
export class PartFiles {
  readonly #file: string;
  readonly #split: number | null;
  readonly #hash = createHash('sha256');
  readonly #drafts: string[] = [];
  #open: { descriptor: number; bytes: number } | null = null;
  #bytes = 0;

  constructor(file: string, split: number | null) {
    this.#file = file;
    this.#split = split;
  }

  /** Those of this name that are there already. */
  static existing(file: string): string[] {
    return [file, `${file}.000`].filter((path) => existsSync(path));
  }

  writable(): Writable {
    return new Writable({
      write: (chunk: Buffer, _, callback) => {
        try {
          this.#write(chunk);
          callback();
        } catch (error) {
          callback(error as Error);
        }
      },
    });
  }

  /** Gives the files their names. */
  finish(): ArchiveFiles {
    this.#close();
    const paths = this.#drafts.map((draft) => draft.slice(0, -'.part'.length));
    for (const [index, draft] of this.#drafts.entries()) renameSync(draft, paths[index] ?? draft);
    return { paths, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Removes what was written so far. */
  abandon(): void {
    this.#close();
    for (const draft of this.#drafts) rmSync(draft, { force: true });
  }

  #write(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.byteLength;
    let rest = chunk;
    while (rest.byteLength > 0) {
      const file = this.#room();
      const fits = this.#split === null ? rest : rest.subarray(0, this.#split - file.bytes);
      const written = writeSync(file.descriptor, fits);
      file.bytes += written;
      rest = rest.subarray(written);
    }
  }

  /** The file that takes the next bytes. */
  #room(): { descriptor: number; bytes: number } {
    if (this.#open && this.#open.bytes !== this.#split) return this.#open;
    this.#close();
    const number = String(this.#drafts.length).padStart(3, '0');
    const draft = `${this.#split === null ? this.#file : `${this.#file}.${number}`}.part`;
    const descriptor = openSync(draft, 'w');
    this.#drafts.push(draft);
    this.#open = { descriptor, bytes: 0 };
    return this.#open;
  }

  #close(): void {
    if (this.#open) closeSync(this.#open.descriptor);
    this.#open = null;
  }
}
