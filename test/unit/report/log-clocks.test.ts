import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../../../runner/record/schema.ts';
import { LogBudget, logBlocks } from '../../../runner/report/html/log-blocks.ts';
import { LogClocks } from '../../../runner/report/html/log-clocks.ts';
import { failure, recordOf } from './record-of.ts';

const BEGAN = 1_700_000_000_000;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'log-clocks-'));
  mkdirSync(join(dir, 'logs', 'boot-1'), { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(dir, 'logs', 'boot-1', name), text);
const times = (...lines: object[]) => write('times.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
const slice = (log: string, start: number, end: number) => ({ log, file: `logs/boot-1/${log}.log`, start, end });

function blocksOf(result: Result) {
  const record = { ...recordOf([result]), dir };
  return logBlocks(record, result, new LogBudget(1 << 20), new LogClocks());
}

const NONE = { 'guest-stderr': 0, dmesg: 0, console: 0, qemu: 0, virgl: 0, 'guest-errors': 0 };
const QEMU = 'one\ntwo\nthree\n';

describe('the times of log lines', () => {
  it('are those of the first look that saw the whole line, from the beginning of the case', () => {
    write('qemu.log', QEMU);
    times(
      { at: BEGAN, sizes: NONE, began: 'a/1' },
      { at: BEGAN + 100, sizes: { qemu: 6 } },
      { at: BEGAN + 2500, sizes: { qemu: 14 } },
    );
    const [block] = blocksOf(failure('a/1', 'lost', { logs: [slice('qemu', 0, 14)] }));
    expect(block).toMatchObject({ times: [0.1, 2.5, 2.5], clock: expect.stringContaining('20 ms late at most') });
  });

  it('of the guest’s kernel are its own, with how well they are known', () => {
    write('dmesg.log', '[    5.250000] early\nvenus-suite: a note\n[    5.900000] late\n');
    write('qemu.log', QEMU);
    times(
      { kernelZero: [BEGAN - 5010, BEGAN - 4990] },
      { at: BEGAN, sizes: NONE, began: 'a/1' },
      { at: BEGAN + 400, sizes: { dmesg: 41 } },
      { at: BEGAN + 950, sizes: { dmesg: 61, qemu: 14 } },
    );
    const blocks = blocksOf(failure('a/1', 'lost', { logs: [slice('dmesg', 0, 61), slice('qemu', 0, 14)] }));
    expect(blocks[0]).toMatchObject({ times: [0.25, 0.4, 0.9], clock: expect.stringContaining('± 10 ms') });
    expect(blocks[1]?.times).toEqual([0.95, 0.95, 0.95]);
  });

  it('of the guest’s kernel are not believed where they lie after the line was seen', () => {
    write('dmesg.log', '[   99.000000] from the future\n');
    times(
      { kernelZero: [BEGAN - 5000, BEGAN - 5000] },
      { at: BEGAN, sizes: NONE, began: 'a/1' },
      { at: BEGAN + 300, sizes: { dmesg: 31 } },
    );
    expect(blocksOf(failure('a/1', 'lost', { logs: [slice('dmesg', 0, 31)] }))[0]?.times).toEqual([0.3]);
  });

  it('of guest and host programs are not taken from what they print', () => {
    write('guest-stderr.log', '[    0.001000] I am a kernel\n');
    times(
      { kernelZero: [BEGAN, BEGAN] },
      { at: BEGAN, sizes: NONE, began: 'a/1' },
      { at: BEGAN + 700, sizes: { 'guest-stderr': 28 } },
    );
    expect(blocksOf(failure('a/1', 'lost', { logs: [slice('guest-stderr', 0, 28)] }))[0]?.times).toEqual([0.7]);
  });

  it('of a case that ran twice count from the attempt that is told', () => {
    write('qemu.log', QEMU);
    times(
      { at: BEGAN, sizes: NONE, began: 'a/1' },
      { at: BEGAN + 100, sizes: { qemu: 8 } },
      { at: BEGAN + 5000, sizes: { ...NONE, qemu: 8 }, began: 'a/1' },
      { at: BEGAN + 5200, sizes: { qemu: 14 } },
    );
    const told = (start: number, end: number) =>
      blocksOf(failure('a/1', 'lost', { logs: [slice('qemu', start, end)] }))[0]?.times;
    expect(told(8, 14)).toEqual([0.2]);
    expect(told(0, 8)).toEqual([0.1, 0.1]);
  });

  it.each([
    ['absent', null],
    ['foreign', 'hello\n{"at":"x"}\n'],
    ['of other cases', `${JSON.stringify({ at: BEGAN, sizes: NONE, began: 'b/1' })}\n`],
  ])('are left out where the run’s own are %s', (_what, text) => {
    write('qemu.log', QEMU);
    if (text !== null) write('times.jsonl', text);
    const [block] = blocksOf(failure('a/1', 'lost', { logs: [slice('qemu', 0, 14)] }));
    expect(block).toEqual({ log: 'qemu', file: 'logs/boot-1/qemu.log', text: 'one\ntwo\nthree' });
  });
});
