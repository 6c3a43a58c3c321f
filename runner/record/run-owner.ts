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
      const [pid = '', host] = readMark(path).split(/\s/);
      if (host !== hostname() || !processExists(Number(pid))) writeFileSync(path, mark);
      else {
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

function readMark(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
