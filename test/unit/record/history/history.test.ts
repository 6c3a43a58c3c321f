import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHistory, UnreadableHistory, withHistory } from '../../../../runner/record/history/database.ts';
import { knownCases, metricsOf, pointsOf } from '../../../../runner/record/history/points.ts';
import { type RebuildOptions, rebuildHistory } from '../../../../runner/record/history/rebuild.ts';
import { rememberRun } from '../../../../runner/record/history/remember.ts';
import { TABLES } from '../../../../runner/record/history/tables.ts';
import { readRecord } from '../../../../runner/record/reader.ts';
import type { Header, Result } from '../../../../runner/record/schema.ts';
import { footerOf, headerOf, resultOf } from '../lines.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'venus-suite-history-'));
  path = join(dir, 'data', 'history.sqlite');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const FAIL: Partial<Result> = {
  outcome: 'fail',
  verdict: 'regression',
  message: 'expected 1,\ngot 0',
  attempts: [{ outcome: 'fail', message: '', durationMs: 80 }],
};

/** Writes a record with one case. @returns its run's folder. */
function write(day: number, result: Partial<Result> = {}, header: Partial<Header> = {}): string {
  const startedAt = `2026-11-${String(day).padStart(2, '0')}T02:30:00Z`;
  const run = join(dir, 'runs', `run-${day}`);
  mkdirSync(run, { recursive: true });
  const lines = [
    headerOf(['sync/a'], { run: `run-${day}`, startedAt, ...header }),
    resultOf('sync/a', result),
    footerOf(),
  ];
  writeFileSync(join(run, 'record.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return run;
}

const remember = (run: string) => rememberRun(path, readRecord(run));
const points = (changed = false) =>
  readHistory(path, (database) => pointsOf(database, { id: 'sync/a', target: 'tcg-arm64-16k', changed }));
const runs = async (changed = false) => (await points(changed))?.map(({ run }) => run);
const rebuild = (options: Partial<RebuildOptions> = {}) =>
  rebuildHistory(path, { folders: [], forget: false, onWait: () => {}, ...options });

describe('the history', () => {
  it('has each run once, in the order of their starts, with what a trend needs', async () => {
    const [first, second] = [write(1), write(2, FAIL)];
    await remember(second);
    await remember(first);
    await remember(second);
    expect(await points()).toMatchObject([
      { run: 'run-1', outcome: 'pass', verdict: 'ok', attempts: 1, off: 0, record: join(first, 'record.jsonl') },
      { run: 'run-2', outcome: 'fail', verdict: 'regression', attempts: 1, off: 1, message: 'expected 1, got 0' },
    ]);
  });

  it('tells which unexpected results are new', async () => {
    expect(await remember(write(1, FAIL))).toMatchObject([{ id: 'sync/a', kind: 'first' }]);
    expect(await remember(write(2))).toEqual([]);
    expect(await remember(write(3, FAIL))).toMatchObject([{ kind: 'new', point: { run: 'run-2' } }]);
    expect(await remember(write(4, FAIL))).toMatchObject([{ kind: 'since', runs: 1, point: { run: 'run-3' } }]);
    // Added once more, as after --resume: it is not news against itself.
    expect(await remember(write(3, FAIL))).toMatchObject([{ kind: 'new', point: { run: 'run-2' } }]);
  });

  it('leaves runs with a changed stack out of trends, and compares them with the plain runs before', async () => {
    const options = ['--host-layer /tmp/fault'];
    await remember(write(1));
    expect(await remember(write(2, FAIL, { options }))).toMatchObject([{ kind: 'new', point: { run: 'run-1' } }]);
    expect(await remember(write(3, FAIL))).toMatchObject([{ kind: 'new', point: { run: 'run-1' } }]);
    expect(await remember(write(4, FAIL, { options }))).toMatchObject([{ kind: 'since', runs: 2 }]);
    expect(await runs()).toEqual(['run-1', 'run-3']);
    expect(await runs(true)).toEqual(['run-1', 'run-2', 'run-3', 'run-4']);
  });

  it('counts an attempt that ends as expected as such, and one that never started not at all', async () => {
    const attempt = (outcome: 'fail' | 'pass' | 'infra') => ({ outcome, message: '', durationMs: 1 });
    const expected = { outcome: 'fail', reason: 'r', link: 'l' };
    const attempts = [attempt('fail'), attempt('pass'), attempt('infra'), attempt('fail')];
    await remember(write(1, { outcome: 'pass', verdict: 'flaky', expected, attempts }));
    expect(await points()).toMatchObject([{ attempts: 3, off: 1 }]);
  });

  it('keeps the medians of metrics', async () => {
    const metric = { name: 'wait', unit: 'ns', values: [1, 2, 9], summary: { n: 3, median: 2, p95: 9 } };
    await remember(write(1, { metrics: [metric] }));
    const selection = { id: 'sync/a', target: 'tcg-arm64-16k' };
    const metrics = await readHistory(path, (database) => metricsOf(database, selection));
    expect(metrics).toEqual([{ run: 'run-1', name: 'wait', unit: 'ns', median: 2 }]);
  });

  it('is not made by reading', async () => {
    expect(await points()).toBeNull();
    expect(existsSync(path)).toBe(false);
  });

  it('loses nothing when several runs end at once, the first of all among them', { timeout: 60_000 }, async () => {
    const days = Array.from({ length: 24 }, (_, index) => index + 1);
    const written = days.map((day) => write(day));
    const script = join(import.meta.dirname, 'add-many.ts');
    const processes = [0, 1, 2, 3].map((part) => written.filter((_, index) => index % 4 === part));
    await Promise.all(processes.map((own) => promisify(execFile)(process.execPath, [script, path, ...own])));
    expect(await runs()).toEqual(days.map((day) => `run-${day}`));
  });

  it('waits for the one that is just making it', { timeout: 60_000 }, async () => {
    const { DatabaseSync } = await import('node:sqlite');
    mkdirSync(join(dir, 'data'));
    const first = new DatabaseSync(path);
    first.exec('BEGIN IMMEDIATE');
    const second = promisify(execFile)(process.execPath, [join(import.meta.dirname, 'add-many.ts'), path, write(1)]);
    // It notes the folder, then finds a file without tables, then waits for the lock.
    while (!existsSync(join(dir, 'data', 'run-folders.jsonl'))) await sleep(20);
    await sleep(500);
    first.exec(TABLES);
    first.exec('COMMIT');
    first.close();
    await second;
    expect(await runs()).toEqual(['run-1']);
  });
});

describe('a history that is damaged', () => {
  it.each([
    ['is no database', () => writeFileSync(path, 'garbage '.repeat(1000))],
    ['has lost its pages but the first', () => writeFileSync(path, readFileSync(path).fill(0xa5, 4096))],
    ['was cut', () => writeFileSync(path, readFileSync(path).subarray(0, 6000))],
    ['holds other tables', () => void 0],
  ])('%s: says so with the way out, and is rebuilt from the records', async (what, damage) => {
    await remember(write(1));
    await remember(write(2, FAIL));
    const before = await points();
    if (what === 'holds other tables') await withHistory(path, (database) => database.exec('DROP TABLE results'));
    damage();
    const reading = readHistory(path, (database) => knownCases(database, false));
    await expect(reading).rejects.toThrow(UnreadableHistory);
    await expect(reading).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(path),
      hint: expect.stringContaining('venus-suite history --rebuild'),
    });
    await expect(remember(write(3))).rejects.toThrow(UnreadableHistory);

    rmSync(join(dir, 'runs', 'run-3'), { recursive: true });
    expect(await rebuild()).toMatchObject({ runs: 2, kept: 0, skipped: [], damaged: `${path}.damaged` });
    expect((await points())?.map((point) => ({ ...point, stack: 1 }))).toEqual(before);
    expect(existsSync(`${path}.damaged`)).toBe(true);
  });

  it('or of a newer version says that', async () => {
    await withHistory(path, (database) => database.exec('PRAGMA user_version = 99'));
    await expect(points()).rejects.toThrow(/version 99; this program reads version 1/);
  });

  it('or cannot be made says where', async () => {
    writeFileSync(join(dir, 'data'), 'a file');
    await expect(withHistory(path, () => 0)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(dir),
    });
  });
});

describe('rebuildHistory', () => {
  it('finds the runs of every folder that was ever used, and those it is told of', async () => {
    await remember(write(1));
    mkdirSync(join(dir, 'elsewhere'));
    const moved = join(dir, 'elsewhere', 'run-2');
    renameSync(write(2), moved);
    expect(await rebuild()).toMatchObject({ runs: 1 });
    expect(await rebuild({ folders: [join(dir, 'elsewhere')] })).toMatchObject({ runs: 2 });
    rmSync(path);
    expect(await rebuild()).toMatchObject({ runs: 2, folders: [join(dir, 'runs'), join(dir, 'elsewhere')] });
  });

  it('keeps runs whose records are gone until it is told to forget them', async () => {
    await remember(write(1));
    const gone = write(2);
    await remember(gone);
    rmSync(gone, { recursive: true });
    expect(await rebuild()).toMatchObject({ runs: 1, kept: 1 });
    expect(await runs()).toEqual(['run-1', 'run-2']);
    expect(await rebuild({ forget: true })).toMatchObject({ runs: 1, kept: 0 });
    expect(await runs()).toEqual(['run-1']);
  });

  it('puts right what records say otherwise, and names records that cannot be read', async () => {
    await remember(write(1));
    await withHistory(path, (database) => database.exec("UPDATE results SET verdict = 'regression'"));
    writeFileSync(join(write(2), 'record.jsonl'), '{"type":"header"');
    const { runs: count, skipped } = await rebuild();
    expect(count).toBe(1);
    expect(skipped).toEqual([expect.stringContaining(join('run-2', 'record.jsonl'))]);
    expect(await points()).toMatchObject([{ run: 'run-1', verdict: 'ok' }]);
  });
});
