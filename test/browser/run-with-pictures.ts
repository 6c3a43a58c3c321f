import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encodePng } from '../../runner/judge/picture.ts';
import type { RunRecord } from '../../runner/record/reader.ts';
import type { RecordedFile, Result } from '../../runner/record/schema.ts';
import { gradient } from '../unit/judge/pictures.ts';
import { failure, recordOf } from '../unit/report/record-of.ts';

/** A run's folder on disk, removed when the test is done. */
export class RunOnDisk implements AsyncDisposable {
  readonly dir: string;
  private constructor(dir: string) {
    this.dir = dir;
  }

  static async create(): Promise<RunOnDisk> {
    return new RunOnDisk(await mkdtemp(join(tmpdir(), 'venus-suite-run-')));
  }

  async write(path: string, bytes: string | Uint8Array): Promise<void> {
    const file = join(this.dir, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }

  record(...results: Result[]): RunRecord {
    return { ...recordOf(results), dir: this.dir, path: join(this.dir, 'record.jsonl') };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }
}

const file = (role: RecordedFile['role'], path: string): RecordedFile => ({ name: path, role, path, bytes: 1 });

/** A case whose picture differs from its golden in four pixels, with both pictures in the run's folder. */
export async function wrongPicture(run: RunOnDisk): Promise<Result> {
  const change = (x: number, y: number): [number, number, number, number] | null =>
    x < 2 && y < 2 ? [255, 255, 255, 255] : null;
  await run.write('cases/cube/expected.png', await encodePng(gradient()));
  await run.write('cases/cube/actual.png', await encodePng(gradient(change)));
  return failure('graphics/cube', '4 of 192 pixels differ', {
    checks: [{ name: 'golden', ok: false, expected: 'golden/graphics/cube', message: '4 of 192 pixels differ' }],
    files: [file('expected', 'cases/cube/expected.png'), file('actual', 'cases/cube/actual.png')],
  });
}
