import type { Verdict } from '../../../../runner/plan/outcome.ts';
import type { Point } from '../../../../runner/record/history/points.ts';

/** The results of a case, a letter a run: `.` ok, `~` known, `x` regression, `f` flaky, `!` never started. */
export function pointsFrom(letters: string, fields: (index: number) => Partial<Point> = () => ({})): Point[] {
  const verdicts: Record<string, Verdict> = { '.': 'ok', '~': 'known', x: 'regression', f: 'flaky', '!': 'infra' };
  return [...letters].map((letter, index) => {
    const verdict = verdicts[letter] ?? 'infra';
    const bad = verdict === 'regression' || verdict === 'flaky';
    return {
      run: `run-${index}`,
      target: 'tcg-arm64-16k',
      started: `2026-11-${String(index + 1).padStart(2, '0')}T02:30:00.000Z`,
      revision: 'abc',
      stack: 1,
      record: `/runs/run-${index}/record.jsonl`,
      outcome: bad ? 'fail' : verdict === 'infra' ? 'infra' : 'pass',
      verdict,
      message: bad ? 'expected 1, got 0' : '',
      attempts: verdict === 'infra' ? 0 : 1,
      off: bad ? 1 : 0,
      durationMs: 100 + index,
      ...fields(index),
    };
  });
}
