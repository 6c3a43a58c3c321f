import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepRuns } from '../../../runner/nightly/keep-runs.ts';
import { createRunFolder } from '../../../runner/record/run-folder.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'venus-suite-keep-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Runs of the first days of November, one a day. */
function runsOf(target: string, days: number): string[] {
  return Array.from(
    { length: days },
    (_, day) => createRunFolder(dir, target, new Date(Date.UTC(2026, 10, day + 1))).run,
  );
}

it('keeps the newest runs of each target', () => {
  const many = runsOf('tcg-arm64-16k', 5);
  const few = runsOf('tcg-arm64-16k-trixie', 2);
  expect(keepRuns(dir, 3).toSorted()).toEqual(many.slice(0, 2));
  expect(readdirSync(dir).toSorted()).toEqual([...many.slice(2), ...few].toSorted());
  expect(keepRuns(dir, 3)).toEqual([]);
});

it('leaves alone what is no run, and a run that is being written', () => {
  const [oldest = '', second = ''] = runsOf('host', 3);
  mkdirSync(join(dir, '20261101T000000-notes'));
  writeFileSync(join(dir, 'latest.html'), '');
  writeFileSync(join(dir, oldest, 'runner.pid'), `${process.pid} ${hostname()}\n`);
  expect(keepRuns(dir, 1)).toEqual([second]);
  expect(readdirSync(dir)).toHaveLength(4);
});

it('has nothing to do where there is no folder yet', () => {
  expect(keepRuns(join(dir, 'none'), 1)).toEqual([]);
});
