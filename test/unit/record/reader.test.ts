import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRun } from '../../../runner/record/find-run.ts';
import { isComplete, latestRun, readRecord } from '../../../runner/record/reader.ts';
import { caseFolder, createRunFolder } from '../../../runner/record/run-folder.ts';
import { footerOf, headerOf, resultOf } from './lines.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'venus-suite-runs-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(lines: readonly (object | string)[], name = 'run'): string {
  mkdirSync(join(root, name), { recursive: true });
  const text = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
  writeFileSync(join(root, name, 'record.jsonl'), text);
  return join(root, name);
}

describe('readRecord', () => {
  it('gives results in the order of the plan, the later of two, and what is missing', () => {
    const dir = write([
      headerOf(['a/1', 'a/2', 'a/3']),
      resultOf('a/2', { message: 'first' }),
      footerOf({ complete: false }),
      resultOf('a/1'),
      resultOf('a/2', { message: 'second' }),
    ]);
    const record = readRecord(dir);
    expect(record.results.map(({ id, message }) => [id, message])).toEqual([
      ['a/1', ''],
      ['a/2', 'second'],
    ]);
    expect(record.missing).toEqual(['a/3']);
    expect(record.footer).toBeNull();
    expect(isComplete(record)).toBe(false);
  });

  it('believes no footer that claims more than the results show', () => {
    expect(isComplete(readRecord(write([headerOf(['a/1']), footerOf({ complete: true })])))).toBe(false);
    expect(isComplete(readRecord(write([headerOf(['a/1']), resultOf('a/1'), footerOf()])))).toBe(true);
  });

  it.each([
    ['a line that is no JSON', [headerOf(['a/1']), '{"type":', resultOf('a/1')], /record\.jsonl:2: not JSON/],
    ['a field of a wrong type', [headerOf(['a/1']), { ...resultOf('a/1'), verdict: 'fine' }], /:2: .*verdict/],
    ['a missing header', [resultOf('a/1')], /:1: .*header/],
    ['an empty file', [], /does not begin with its header/],
    ['two headers', [headerOf(['a/1']), headerOf(['a/1'])], /:2: a second header/],
    ['a result that was not planned', [headerOf(['a/1']), resultOf('b/1')], /:2: a result of b\/1/],
    ['a newer schema', [{ ...headerOf(['a/1']), schema: 2 }], /:1: a record of schema 2; this program reads up to 1/],
  ])('names file and line of %s', (_what, lines, message) => {
    const dir = write(lines);
    expect(() => readRecord(dir)).toThrow(message);
  });

  it('names a path that holds no run', () => {
    expect(() => readRecord(join(root, 'absent'))).toThrow(/absent: no such run/);
    expect(() => readRecord(root)).toThrow(/holds no record\.jsonl/);
  });
});

describe('latestRun', () => {
  it('is the last by time of that target, and passes folders by that are no run', () => {
    write([headerOf(['a/1'])], '20261121T000000.000Z-x-aaaaaa');
    write([headerOf(['a/1'])], '20261122T000000.000Z-x-aaaaaa');
    write([headerOf(['a/1'], { target: 'host' })], '20261123T000000.000Z-x-aaaaaa');
    write(['garbage'], '20261124T000000.000Z-x-aaaaaa');
    mkdirSync(join(root, 'zzz'));
    expect(latestRun(root, 'tcg-arm64-16k')).toBe(join(root, '20261122T000000.000Z-x-aaaaaa'));
    expect(latestRun(root, 'host')).toBe(join(root, '20261123T000000.000Z-x-aaaaaa'));
    expect(latestRun(root, 'kvm-x86_64')).toBeNull();
    expect(latestRun(join(root, 'absent'), 'host')).toBeNull();
  });
});

describe('createRunFolder', () => {
  it('names folders so that they sort by time', () => {
    const early = createRunFolder(root, 'host', new Date('2026-11-21T09:00:00.500Z'));
    const late = createRunFolder(root, 'host', new Date('2026-11-21T10:00:00.000Z'));
    expect(early.run).toMatch(/^20261121T090000\.500Z-host-[0-9a-f]{6}$/);
    expect([late.run, early.run].sort()).toEqual([early.run, late.run]);
  });

  it('names the path where it cannot be made', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => createRunFolder(join(root, 'file'), 'host')).toThrow(/file.*cannot be created/);
  });

  it('keeps a case within the run, whatever its id', () => {
    expect(caseFolder('/r', 'sync/fence-empty@no_fence_feedback')).toBe('/r/cases/sync--fence-empty@no_fence_feedback');
    expect(caseFolder('/r', '../../etc')).toBe('/r/cases/..--..--etc');
  });
});

describe('findRun', () => {
  it('finds a run by path, by id and by target, and names what it did not find', () => {
    const dir = write([headerOf(['a/1'])], '20261121T000000.000Z-x-aaaaaa');
    expect(findRun(dir, join(root, 'elsewhere'))).toBe(dir);
    expect(findRun('20261121T000000.000Z-x-aaaaaa', root)).toBe(dir);
    expect(findRun('tcg-arm64-16k', root)).toBe(dir);
    expect(() => findRun('kvm-x86_64', root)).toThrow(/named “kvm-x86_64”/);
  });
});
