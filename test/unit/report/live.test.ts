import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLive, type Live } from '../../../runner/report/live.ts';
import { resultOf } from '../record/lines.ts';
import { failure, HOSTILE } from './record-of.ts';

function watch(tty: boolean): { live: Live; text: () => string } {
  const stream = new PassThrough();
  const live = createLive({ stream, tty, total: 12 });
  let text = '';
  stream.on('data', (data: Buffer) => {
    text += data.toString();
  });
  return { live, text: () => text };
}

function play(live: Live): void {
  live.note('building');
  live.stage({ stage: 'kernel', ok: true, atMs: 1200, detail: '7.2' });
  live.stage({ stage: 'venus', ok: false, atMs: 7000, detail: 'no capset 4' });
  live.start('a/1');
  live.result(resultOf('a/1'));
  live.start('a/2');
  live.result(failure('a/2', HOSTILE));
  live.stop();
  live.stop();
  live.note('after the end');
}

describe('createLive', () => {
  it('writes a plain line for each fact where there is no terminal', async () => {
    const { live, text } = watch(false);
    play(live);
    await new Promise(setImmediate);
    const lines = text().trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines.slice(0, 4)).toEqual([
      'building',
      '✓ boot: kernel 1.2 s  7.2',
      '✗ boot: venus 7.0 s  no capset 4',
      '✓  1/12 a/1  80 ms',
    ]);
    expect(lines[4]).toMatch(/^✗ {2}2\/12 a\/2 {2}regression \(fail\) {2}not ok 99/);
    expect(text()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028\u2029\u2066-\u2069]/);
  });

  it('writes plain lines to a terminal without a size', async () => {
    const stream = Object.assign(new PassThrough(), { columns: 0, rows: 0 });
    const live = createLive({ stream, tty: true, total: 12 });
    live.start('a/1');
    live.result(resultOf('a/1'));
    live.stop();
    expect(String(stream.read())).toMatch(/ a\/1 {2}80 ms\n$/);
  });

  it('keeps a status line on a terminal, and takes it away at the end', async () => {
    const { live, text } = watch(true);
    live.start('a/1');
    await new Promise(setImmediate);
    expect(text()).toContain('[0/12] a/1');
    play(live);
    await new Promise(setImmediate);
    const afterLast = text().slice(text().lastIndexOf('a/2'));
    expect(afterLast).not.toContain('after the end');
    expect(text()).toContain('[2/12]');
  });
});
