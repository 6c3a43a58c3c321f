import { type FinalResults, Parser } from 'tap-parser';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../runner/record/reader.ts';
import { toTap } from '../../../runner/report/tap.ts';
import { resultOf } from '../record/lines.ts';
import { failure, firstDiagnosisOf, HOSTILE, knownFailure, knownSkip, recordOf } from './record-of.ts';

interface Parsed {
  final: FinalResults;
  points: {
    ok: boolean;
    name: string;
    skip: unknown;
    todo: unknown;
    time: number | null;
    diag: Record<string, unknown> | null;
  }[];
  /** Lines that are no TAP. */
  extra: string[];
}

function parse(record: RunRecord): Parsed {
  const parser = new Parser({ strict: true });
  const [points, extra]: [Parsed['points'], string[]] = [[], []];
  parser.on('assert', (point) => points.push(point));
  parser.on('extra', (text) => extra.push(text));
  parser.on('child', () => extra.push('a subtest'));
  parser.end(toTap(record));
  if (!parser.results) throw new Error('no end');
  return { final: parser.results, points, extra };
}

describe('toTap', () => {
  it('is green for passes, known failures and known skips, with their reasons', () => {
    const { final, points, extra } = parse(recordOf([resultOf('a/1'), knownFailure, knownSkip]));
    expect(extra).toEqual([]);
    expect(final).toMatchObject({ ok: true, count: 3, todo: 1, skip: 1 });
    expect(points.map(({ ok, name }) => `${ok} ${name}`)).toEqual([
      'true a/1',
      'false wsi/display-enumerate',
      'true wsi/swapchain',
    ]);
    expect(points[1]?.todo).toBe(
      'vn_wsi_init passes fd -1 # really (docs/known.md): fail: displays: expected 1, got 0',
    );
    expect(points[2]?.skip).toMatch(/^no VK_KHR_swapchain \[known: the host driver imports no sync_fd/);
  });

  it.each([
    ['a regression', recordOf([failure('a/1', 'm')])],
    [
      'a skip that nobody expects',
      recordOf([resultOf('a/1', { outcome: 'skip', verdict: 'regression', message: 'm' })]),
    ],
    ['a fixed case', recordOf([resultOf('a/1', { verdict: 'fixed', message: 'm' })])],
    ['a flaky case', recordOf([resultOf('a/1', { verdict: 'flaky', message: 'm' })])],
    ['infrastructure', recordOf([resultOf('a/1', { outcome: 'infra', verdict: 'infra', message: 'm' })])],
    ['a missing result', recordOf([resultOf('a/0')], ['a/1'], { complete: true })],
    ['a finding', recordOf([resultOf('a/1')], [], { findings: ['no Venus'] })],
  ])('is red for %s', (_what, record) => {
    const { final } = parse(record);
    expect(final.ok).toBe(false);
    expect(final.fail).toBe(1);
  });

  it('bails out where the run did not come to its end', () => {
    expect(parse(recordOf([resultOf('a/1')], [], null)).final.bailout).toMatch(/no footer/);
  });

  it('tells checks, files and logs of a failure', () => {
    const result = failure('a/1', 'wait: got VK_TIMEOUT', {
      checks: [
        { name: 'submit', ok: true },
        { name: 'wait', ok: false, expected: 'VK_SUCCESS', actual: 'VK_TIMEOUT' },
      ],
      files: [{ name: 'a.png', role: 'actual', path: 'cases/a--1/actual.png', bytes: 1 }],
      diagnosis: firstDiagnosisOf('a/1'),
      excerpts: [{ log: 'guest-stderr', text: 'one\ntwo\n' }],
    });
    const [point] = parse(recordOf([result])).points;
    expect(point?.time).toBe(80);
    expect(point?.diag).toEqual({
      message: 'wait: got VK_TIMEOUT',
      outcome: 'fail',
      verdict: 'regression',
      exit: 1,
      diagnosis: 'renderer: feedback lost (70 % sure)',
      diagnosis_evidence: 'the flag mends it',
      diagnosis_command: 'venus-suite diagnose a/1 --target t',
      failed_checks: ['wait: expected VK_SUCCESS, actual VK_TIMEOUT'],
      files: ['actual: cases/a--1/actual.png'],
      log_guest_stderr: ['one', 'two'],
    });
  });

  it('lets no text of a guest forge a line', () => {
    const record = recordOf(
      [
        failure('a/1', HOSTILE, {
          checks: [{ name: HOSTILE, ok: false, expected: HOSTILE, actual: HOSTILE, message: HOSTILE }],
          diagnosis: firstDiagnosisOf(HOSTILE, HOSTILE, HOSTILE),
          excerpts: [{ log: HOSTILE, text: HOSTILE }],
        }),
        { ...knownFailure, message: HOSTILE },
        { ...knownSkip, message: HOSTILE },
      ],
      [],
      { findings: [HOSTILE] },
    );
    const { final, points, extra } = parse(record);
    expect(extra).toEqual([]);
    expect(final).toMatchObject({ count: 4, fail: 3, todo: 1, skip: 1, bailout: false });
    expect(points.map(({ name }) => name)).toEqual(['a/1', 'wsi/display-enumerate', 'wsi/swapchain', 'run/finding-1']);
    expect(points.every(({ diag }) => typeof diag?.['message'] === 'string')).toBe(true);
    expect(toTap(record)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028\u2029\u2066-\u2069]/);
  });
});
