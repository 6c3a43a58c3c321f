import { describe, expect, it } from 'vitest';
import { renderSummary } from '../../../runner/report/terminal.ts';
import { resultOf } from '../record/lines.ts';
import { failure, firstDiagnosisOf, HOSTILE, knownFailure, recordOf } from './record-of.ts';

const plain = { color: false, width: 100 };
const lastLine = (text: string): string | undefined => text.split('\n').at(-1);

describe('renderSummary', () => {
  it('is short for a good run, and names known failures with their reasons', () => {
    const text = renderSummary(recordOf([resultOf('a/1'), knownFailure]), plain);
    expect(text).toContain('~ wsi/display-enumerate  fail: vn_wsi_init passes fd -1 # really (docs/known.md)');
    expect(text).toContain('2 cases: 1 ok, 1 known in 1 min 00 s');
    expect(text).toContain('QEMU 11.1.2');
    expect(lastLine(text)).toBe('GOOD: every result is as expected.');
    expect(text).not.toContain('a/1');
  });

  it('shows what explains an unexpected result', () => {
    const result = failure('sync/fence-empty', 'wait: expected VK_SUCCESS, got VK_TIMEOUT', {
      checks: [
        { name: 'wait', ok: false, expected: 'VK_SUCCESS', actual: 'VK_TIMEOUT' },
        { name: 'status', ok: false, expected: '0', actual: '1' },
      ],
      files: [{ name: 'a.png', role: 'difference', path: 'cases/x/difference.png', bytes: 1 }],
      diagnosis: firstDiagnosisOf('sync/fence-empty'),
      excerpts: [{ log: 'guest-stderr', text: `${'old\n'.repeat(50)}stuck in fence wait\n` }],
    });
    const text = renderSummary(recordOf([resultOf('a/1'), result]), plain);
    expect(text).toContain('✗ sync/fence-empty  regression (fail)');
    expect(text).toContain('    wait: expected VK_SUCCESS, got VK_TIMEOUT\n      status: expected 0, got 1');
    expect(text).toContain(
      '    first diagnosis: renderer: feedback lost (70 % sure)\n      the flag mends it\n      more: venus-suite diagnose sync/fence-empty --target t\n',
    );
    expect(text).toContain('/runs/r/cases/x/difference.png');
    expect(text).toContain('| stuck in fence wait');
    expect(text.match(/\| old/g)).toHaveLength(7);
    expect(lastLine(text)).toBe(
      'NOT GOOD: 1 regression. Next: run it again by itself: venus-suite run sync/fence-empty --target tcg-arm64-16k',
    );
  });

  it.each([
    ['missing results', recordOf([resultOf('a/1')], ['a/2']), /NOT GOOD: 1 without a result\. Next: run it again/],
    ['no footer', recordOf([resultOf('a/1')], [], null), /NOT GOOD: the run did not come to its end/],
    ['a finding', recordOf([resultOf('a/1')], [], { findings: ['x'] }), /NOT GOOD: 1 finding\. Next: read the finding/],
    [
      'a footer that says it is not complete',
      recordOf([resultOf('a/1')], [], { complete: false }),
      /NOT GOOD: .*complete/,
    ],
    [
      'a picture that changed',
      recordOf([failure('a/1', 'm', { checks: [{ name: 'golden', ok: false }] })]),
      /venus-suite bless \/runs\/r a\/1$/,
    ],
    [
      'several regressions',
      recordOf([failure('a/1', 'm'), failure('a/2', 'm')]),
      /2 regression\. Next: read them together: venus-suite report \/runs\/r$/,
    ],
    [
      'a fixed case',
      recordOf([resultOf('a/1', { verdict: 'fixed' })]),
      /1 fixed.*bless \/runs\/r a\/1 --expectations$/,
    ],
    [
      'infrastructure',
      recordOf([resultOf('a/1', { verdict: 'infra', outcome: 'infra' })]),
      /doctor --target tcg-arm64-16k$/,
    ],
  ])('is not good, and says what next, for %s', (_what, record, last) => {
    expect(lastLine(renderSummary(record, plain))).toMatch(last);
  });

  it('names the stage that failed, and a guest that was never reached', () => {
    const record = recordOf([], ['a/1'], { findings: ['no kernel'], exit: 3 });
    const stage = { stage: 'kernel', ok: false, atMs: 900, detail: 'panic' };
    record.boots.push({
      type: 'boot',
      at: '2026-11-21T11:29:23.000Z',
      stages: [stage],
      finding: null,
      infra: 'no kernel',
    });
    const text = renderSummary(record, plain);
    expect(text).toContain('stage kernel failed: panic');
    expect(lastLine(text)).toMatch(/the guest was never reached.*doctor/);
  });

  it('colours where asked, and lets no control character of a guest through', () => {
    const record = recordOf(
      [
        failure('a/1', HOSTILE, {
          excerpts: [{ log: HOSTILE, text: HOSTILE }],
          diagnosis: firstDiagnosisOf(HOSTILE, HOSTILE, HOSTILE),
        }),
      ],
      [],
      {
        findings: [HOSTILE],
      },
    );
    expect(renderSummary(record, { ...plain, color: true })).toContain('\u001b[31m');
    expect(renderSummary(record, plain)).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028\u2029\u2066-\u2069]/,
    );
  });
});
