import { describe, expect, it } from 'vitest';
import { trendOf } from '../../../runner/record/history/trend.ts';
import { renderHistory, toJson } from '../../../runner/report/history-report.ts';
import type { HistoryView } from '../../../runner/report/history-view.ts';
import { pointsFrom } from '../record/history/point.ts';
import { HOSTILE } from './record-of.ts';

const view = (id: string, letters: string, fields: Partial<HistoryView> = {}): HistoryView => ({
  trend: trendOf(id, 't', pointsFrom(letters)),
  metrics: [],
  changed: [],
  ...fields,
});
const options = { everything: false, details: false, last: 30, color: false };

describe('renderHistory', () => {
  it('has a line for each case that was ever bad, and counts the others', () => {
    expect(renderHistory([view('a/good', '....'), view('a/bad', '..xx'), view('a/flake', '.x..')], options)).toBe(
      [
        't: 4 runs, 2026-11-01 02:30 to 2026-11-04 02:30 UTC',
        'a/bad  ✓✓✗✗  regression (fail) since 2026-11-03 02:30 (2 runs)',
        'a/flake  ✓✗✓✓  good since 2026-11-03 02:30 (2 runs), flaky: 25.0 % of 4 attempts',
        '1 case was good in every run (--all lists them)',
      ].join('\n'),
    );
  });

  it('shows only the last runs, and counts over all', () => {
    const text = renderHistory([view('a/bad', 'xxxxxx...')], { ...options, last: 4 });
    expect(text).toContain('a/bad  ✗✓✓✓  good since 2026-11-07 02:30 (3 runs)');
  });

  it('tells with a case when it turned bad, what changed, how often and how long', () => {
    const metrics = [3, 1, 2, 9].map((median, index) => ({ run: `run-${index}`, name: 'wait', unit: 'ns', median }));
    const changed = ['guest Mesa 26.1.5 → 26.1.6'];
    const text = renderHistory([view('a/bad', '..xx', { metrics, changed })], { ...options, details: true });
    expect(text.split('\n').slice(2)).toEqual([
      '    first bad run: run-2: expected 1, got 0',
      '    last good run before it: run-1',
      '    changed then: guest Mesa 26.1.5 → 26.1.6',
      '    2 of 4 attempts on this stack were off: 50.0 % (15.0 % to 85.0 % at 95 % confidence)',
      '    takes 101 ms (median of 4 runs; 95 % within 103 ms)',
      '    wait ▃▁▂█ 9 ns, usually 2',
    ]);
  });

  it("lets no guest's text out as it is", () => {
    const points = pointsFrom('.x', () => ({ message: HOSTILE }));
    const hostile = { trend: trendOf(HOSTILE, 't', points), metrics: [], changed: [HOSTILE] };
    const text = renderHistory([hostile], { ...options, details: true });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text.split('\n')).toHaveLength(7);
  });
});

describe('toJson', () => {
  it('has the same as data', () => {
    const metrics = [{ run: 'run-3', name: 'wait', unit: 'ns', median: 9 }];
    expect(toJson(view('a/bad', '!.xx', { metrics, changed: ['x'] }), 2)).toMatchObject({
      id: 'a/bad',
      runs: 4,
      state: 'bad',
      since: { run: 'run-2', started: '2026-11-03T02:30:00.000Z', record: '/runs/run-2/record.jsonl', runs: 2 },
      firstBad: { run: 'run-2', runs: 2, lastGood: { run: 'run-1' }, changed: ['x'] },
      off: { count: 2, of: 3, confidence: 0.95 },
      trend: [{ run: 'run-2', verdict: 'regression' }, { run: 'run-3' }],
      metrics: [{ name: 'wait', unit: 'ns', trend: [{ run: 'run-3', median: 9 }] }],
    });
    expect(toJson(view('a/none', '!'), 2)).toMatchObject({ state: null, since: null, firstBad: null, off: null });
  });
});
