import { describe, expect, it } from 'vitest';
import { OutcomeTable } from '../../../runner/engine/outcome-table.ts';
import { OUTCOMES, VERDICTS } from '../../../runner/plan/outcome.ts';

describe('OutcomeTable', () => {
  it('gives every pair of outcome and verdict back, in the order of the plan', () => {
    const pairs = OUTCOMES.flatMap((outcome) => VERDICTS.map((verdict) => ({ outcome, verdict })));
    const table = new OutcomeTable(pairs.map((_, index) => `a/${index}`));
    for (const [index, pair] of [...pairs.entries()].toReversed()) table.set(`a/${index}`, pair);
    expect([...table.endings()]).toEqual(pairs);
  });

  it('counts a case once, keeps its later result, and leaves out what was not planned', () => {
    const table = new OutcomeTable(['a/1', 'a/2', 'a/3']);
    table.set('a/2', { outcome: 'fail', verdict: 'regression' });
    table.set('a/2', { outcome: 'pass', verdict: 'ok' });
    table.set('b/1', { outcome: 'crash', verdict: 'regression' });
    expect(table.size).toBe(1);
    expect([...table.endings()]).toEqual([{ outcome: 'pass', verdict: 'ok' }]);
  });
});
