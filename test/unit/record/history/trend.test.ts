import { describe, expect, it } from 'vitest';
import { newsOf } from '../../../../runner/record/history/news.ts';
import { trendOf } from '../../../../runner/record/history/trend.ts';
import { pointsFrom } from './point.ts';

const trend = (letters: string, stacks = letters.replaceAll(/./g, '1')) =>
  trendOf(
    'sync/a',
    't',
    pointsFrom(letters, (index) => ({ stack: Number(stacks[index]) })),
  );

describe('trendOf', () => {
  it.each([
    // letters, first of now, runs of now, good now, first bad, last good before it
    ['..xx', 'run-2', 2, false, 'run-2', 'run-1'],
    ['..xx.', 'run-4', 1, true, 'run-2', 'run-1'],
    ['x...', 'run-1', 3, true, 'run-0', undefined],
    ['.x.xfx', 'run-3', 3, false, 'run-3', 'run-2'],
    // A known failure is as expected, and a run that never started ends no stretch.
    ['.~!~x!x!', 'run-4', 2, false, 'run-4', 'run-3'],
    ['....', 'run-0', 4, true, undefined, undefined],
  ])('%s: since %s (%d runs, good: %s), first bad %s after %s', (letters, since, runs, good, bad, before) => {
    const { now, bad: stretch, goodBefore } = trend(letters);
    expect(now).toMatchObject({ good, runs, first: { run: since } });
    expect(stretch?.first.run).toBe(bad);
    expect(goodBefore?.run).toBe(before);
  });

  it('says nothing of a case that never started', () => {
    expect(trend('!!')).toMatchObject({ now: null, bad: null, off: null, flaky: false });
  });

  it('counts attempts of the newest stack only', () => {
    expect(trend('xxxx.x..', '11112222').off).toMatchObject({ count: 1, of: 4, rate: 0.25 });
    expect(trend('xxxx....', '11112222').off).toMatchObject({ count: 0, of: 4, low: 0 });
  });

  it.each([
    ['..x.', '1111', true],
    ['.f', '11', true],
    // What turned bad and stayed so is a regression; what differs by stack is a change.
    ['..xx', '1111', false],
    ['..x..', '11233', false],
  ])('%s on the stacks %s is flaky: %s', (letters, stacks, flaky) => {
    expect(trend(letters, stacks).flaky).toBe(flaky);
  });
});

describe('newsOf', () => {
  const news = (letters: string, verdict: 'regression' | 'fixed' | 'flaky' = 'regression') =>
    newsOf([{ id: 'sync/a', verdict }], () => pointsFrom(letters))[0];

  it('tells new, old and first', () => {
    expect(news('x..')).toMatchObject({ kind: 'new', runs: 2, point: { run: 'run-2' } });
    expect(news('..xf!')).toMatchObject({ kind: 'since', runs: 2, point: { run: 'run-2' } });
    expect(news('!!')).toMatchObject({ kind: 'first', runs: 0, point: null });
    expect(news('~', 'fixed')).toMatchObject({ kind: 'new', verdict: 'fixed' });
  });

  it('is about unexpected results only', () => {
    const results = (['ok', 'known', 'infra', 'regression'] as const).map((verdict) => ({ id: verdict, verdict }));
    expect(newsOf(results, () => []).map(({ id }) => id)).toEqual(['regression']);
  });
});
