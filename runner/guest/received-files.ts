import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../base/errors.ts';
import { formatBytes } from '../base/text.ts';
import { announcedFiles } from './announced-files.ts';
import { type FetchedFile, LIMITS } from './guest.ts';

/** Writes the files that a guest sends of a case: those that the probe announced, once each, within their bounds. */
export class ReceivedFiles {
  readonly files: FetchedFile[] = [];
  readonly errors: string[] = [];
  readonly #folder: string;
  readonly #protocol: () => string;
  /** Names that were announced and not answered yet. */
  #awaited: Set<string> | null = null;
  #open: { descriptor: number; file: FetchedFile } | null = null;

  /** @param protocol the case's protocol stream, asked for when the first file comes. */
  constructor(folder: string, protocol: () => string) {
    this.#folder = folder;
    this.#protocol = protocol;
  }

  begin(name: string): void {
    this.finish();
    if (!this.#answer(name)) return;
    const path = join(this.#folder, name);
    try {
      mkdirSync(this.#folder, { recursive: true });
      this.#open = { descriptor: openSync(path, 'w'), file: { name, path, bytes: 0 } };
    } catch (error) {
      this.errors.push(`${name}: could not be written: ${messageOf(error)}`);
    }
  }

  bytes(chunk: Buffer): void {
    if (!this.#open) return;
    const { descriptor, file } = this.#open;
    if (file.bytes + chunk.length > LIMITS.file) {
      this.#giveUp(`is over the limit of ${formatBytes(LIMITS.file)}`);
      return;
    }
    try {
      for (let done = 0; done < chunk.length; ) done += writeSync(descriptor, chunk, done);
      file.bytes += chunk.length;
    } catch (error) {
      this.#giveUp(`could not be written: ${messageOf(error)}`);
    }
  }

  refused(name: string, reason: string): void {
    this.finish();
    if (this.#answer(name)) this.errors.push(`${name}: ${reason}`);
  }

  /** Closes the file that is open. */
  finish(): void {
    if (!this.#open) return;
    closeSync(this.#open.descriptor);
    this.files.push(this.#open.file);
    this.#open = null;
  }

  /** Announced files of which nothing was heard. */
  missing(): string[] {
    return [...this.#expected()];
  }

  #giveUp(reason: string): void {
    if (!this.#open) return;
    closeSync(this.#open.descriptor);
    this.errors.push(`${this.#open.file.name}: ${reason}`);
    this.#open = null;
  }

  /** @returns whether the name was awaited; one that the probe did not announce is passed over. */
  #answer(name: string): boolean {
    return this.#expected().delete(name);
  }

  #expected(): Set<string> {
    this.#awaited ??= new Set(announcedFiles(this.#protocol()));
    return this.#awaited;
  }
}
