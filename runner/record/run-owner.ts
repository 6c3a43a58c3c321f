import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { messageOf, UsageError } from '../base/errors.ts';
import { processExists } from '../base/process-exists.ts';

const NAME = 'runner.pid';

/** Two runners that append to one record would each take the other's results for its own. */
export class RunOwner {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /**
   * Marks a run's folder as being written by this process.
   * @throws UsageError where another process that still lives has done so.
   */
  static take(runDir: string): RunOwner {
    const path = join(runDir, NAME);
    const mark = `${process.pid} ${hostname()}\n`;
    try {
      writeFileSync(path, mark, { flag: 'wx' });
    } catch (error) {
      if (!runOwnerLives(runDir)) writeFileSync(path, mark);
      else {
        const [pid] = readMark(path).split(/\s/);
        throw new UsageError(`${runDir}: process ${pid} is still writing this run.`, {
          hint: `Wait for it. If that process is something else, delete ${path}.`,
          cause: messageOf(error),
        });
      }
    }
    return new RunOwner(path);
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }
}

/** Whether a process of this machine is writing a run's record. */
export function runOwnerLives(runDir: string): boolean {
  const [pid = '', host] = readMark(join(runDir, NAME)).split(/\s/);
  return host === hostname() && processExists(Number(pid));
}

function readMark(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
