import { appendFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { InfraError, messageOf } from '../base/errors.ts';
import { fileSize, readTail } from './file-tail.ts';
import type { LogSlice } from './guest.ts';

export const LOGS = ['guest-stderr', 'dmesg', 'console', 'qemu', 'virgl', 'guest-errors'] as const;
export type LogName = (typeof LOGS)[number];

/** Sizes of all logs at one moment. Bytes. */
export type LogPositions = Readonly<Record<LogName, number>>;

/** The log files of one boot: `<run>/logs/boot-<n>/<log>.log`. */
export class BootLogs {
  readonly #runDir: string;
  readonly folder: string;

  private constructor(runDir: string, folder: string) {
    this.#runDir = runDir;
    this.folder = folder;
  }

  /**
   * Takes the next free number, so that a second boot does not write over the first one's story.
   * @throws InfraError where the run's folder cannot be written.
   */
  static create(runDir: string): BootLogs {
    const parent = join(runDir, 'logs');
    try {
      mkdirSync(parent, { recursive: true });
      for (let number = 1; ; number++) {
        const folder = join(parent, `boot-${number}`);
        if (tryMakeFolder(folder)) return new BootLogs(runDir, folder);
      }
    } catch (error) {
      throw new InfraError(`${parent}: log files cannot be written there: ${messageOf(error)}`, {
        hint: 'Choose a folder that can be written with --out.',
        cause: error,
      });
    }
  }

  path(log: LogName): string {
    return join(this.folder, `${log}.log`);
  }

  append(log: LogName, bytes: Uint8Array): void {
    appendFileSync(this.path(log), bytes);
  }

  /** The last bytes of a log as text. */
  tail(log: LogName, bytes = 8 << 10): string {
    return readTail(this.path(log), bytes);
  }

  positions(): LogPositions {
    return Object.fromEntries(LOGS.map((log) => [log, fileSize(this.path(log))])) as Record<LogName, number>;
  }

  /**
   * What each log has gained since.
   * @param exact ranges that are known better than by size.
   */
  slicesSince(before: LogPositions, exact: Partial<Record<LogName, { start: number; end: number }>> = {}): LogSlice[] {
    const now = this.positions();
    return LOGS.map((log) => ({
      log,
      file: relative(this.#runDir, this.path(log)),
      ...(exact[log] ?? { start: before[log], end: now[log] }),
    })).filter(({ start, end }) => end > start);
  }
}

/** Every log of every boot of a run, whole. */
export function logFiles(runDir: string): LogSlice[] {
  const parent = join(runDir, 'logs');
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.log'))
    .toSorted()
    .map((name) => ({
      log: basename(name, '.log'),
      file: join('logs', name),
      start: 0,
      end: fileSize(join(parent, name)),
    }));
}

/** @returns false where it is there already: another boot of the run took it. */
function tryMakeFolder(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
