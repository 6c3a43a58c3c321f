import { describe, expect, it } from 'vitest';
import { plainPassOf } from '../../../runner/record/plain-pass.ts';
import { recordLine } from '../../../runner/record/schema.ts';
import { randomFrom } from '../compare/random.ts';
import { resultOf } from './lines.ts';

const PLAIN = JSON.stringify(
  recordLine.parse(
    resultOf('sync/fence-empty@no_fence_feedback', {
      durationMs: 303.64746899999955,
      processMs: 1e-7,
      resources: { userMs: 1.5, systemMs: 0, maxRssKiB: 20_480, oomKills: 0 },
      checks: [
        { name: 'vkQueueSubmit', ok: true, expected: 'VK_SUCCESS', actual: 'VK_SUCCESS' },
        { name: 'the fence – µs', ok: true, message: 'after 1 s' },
      ],
      metrics: [{ name: 'latency', unit: 'ns', values: [1, 2.5, -3e-9], summary: { n: 3, median: 1, p95: 2.5 } }],
      logs: [{ log: 'stderr', file: 'logs/stderr.log', start: 0, end: 12 }],
    }),
  ),
);

describe('plainPassOf', () => {
  it('knows a line as the writer writes it', () => {
    expect(plainPassOf(PLAIN)?.id).toBe('sync/fence-empty@no_fence_feedback');
    expect(JSON.parse(plainPassOf(PLAIN)?.metrics ?? '')).toMatchObject([{ values: [1, 2.5, -3e-9] }]);
  });

  it.each([
    ['a failure', { outcome: 'fail', verdict: 'regression' }],
    ['a pass that is not expected', { verdict: 'fixed' }],
    ['a message', { message: 'so' }],
    ['a file', { files: [{ name: 'a', role: 'actual', path: 'a.png', bytes: 1 }] }],
    ['a text with an escape', { id: 'a/"1"' }],
  ] as const)('leaves %s to the schema', (_what, fields) => {
    expect(plainPassOf(JSON.stringify({ ...JSON.parse(PLAIN), ...fields }))).toBeNull();
  });

  it.each([
    ['"ok":true', '"ok":"true"'],
    ['"ok":true', '"ok":false'],
    ['"start":0', '"start":-1'],
    ['"start":0', '"start":007'],
    ['"n":3', '"n":3.5'],
    ['"processMs":1e-7', '"processMs":1e999'],
    ['"processMs":1e-7', '"processMs":.5'],
    ['"code":0', '"code":1'],
    ['"attempts":[{"outcome":"pass"', '"attempts":[{"outcome":"fail"'],
    ['"excerpts":[]', '"excerpts":[],"diagnosis":1'],
    ['[1,2.5', '[1,,2.5'],
  ])('does not take %s for %s', (good, bad) => {
    expect(PLAIN).toContain(good);
    expect(plainPassOf(PLAIN.replace(good, bad))).toBeNull();
  });

  it('takes no line that the schema refuses or reads otherwise, however it is damaged', () => {
    const random = randomFrom(5);
    const pick = (length: number): number => Math.floor(random() * length);
    const signs = '{}[]",:0123456789.eE+-\\ntf \u0000';
    let taken = 0;
    for (let i = 0; i < 20_000; i += 1) {
      const at = pick(PLAIN.length);
      const cut = pick(4) === 0 ? pick(40) : pick(2);
      const put = pick(2) === 0 ? '' : (signs[pick(signs.length)] ?? '');
      const damaged = PLAIN.slice(0, at) + put + PLAIN.slice(at + cut);
      const plain = plainPassOf(damaged);
      if (!plain) continue;
      taken += 1;
      const line = recordLine.parse(JSON.parse(damaged));
      expect(line).toMatchObject({ type: 'result', id: plain.id, outcome: 'pass', verdict: 'ok', files: [] });
      expect(line.type === 'result' && line.metrics).toEqual(JSON.parse(plain.metrics));
    }
    expect(taken).toBeGreaterThan(1000);
  });
});
