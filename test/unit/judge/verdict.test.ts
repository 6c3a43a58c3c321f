import { describe, expect, it } from 'vitest';
import { exitCodeFor, judge, judgeAttempts } from '../../../runner/judge/verdict.ts';
import type { Expectation } from '../../../runner/plan/expectation.ts';

const known: Expectation = {
  case: 'wsi/*',
  outcome: 'fail',
  match: 'got 0$',
  reason: 'vn_wsi_init passes no descriptor',
  link: 'docs/known.md',
};

describe('judge', () => {
  it.each([
    ['pass', '', null, 'ok'],
    ['fail', 'displays: got 0', null, 'regression'],
    ['skip', 'no swapchain', null, 'regression'],
    ['infra', 'no channel', null, 'infra'],
    ['fail', 'displays: got 0', known, 'known'],
    ['fail', 'displays: got 7', known, 'regression'],
    ['crash', 'displays: got 0', known, 'regression'],
    ['skip', 'displays: got 0', known, 'regression'],
    ['pass', '', known, 'fixed'],
    ['infra', 'displays: got 0', known, 'infra'],
    ['skip', 'no extension', { ...known, outcome: 'skip', match: '^no extension' }, 'known'],
  ] as const)('%s “%s” against %o is %s', (outcome, message, expectation, verdict) => {
    const judgement = judge(outcome, message, expectation);
    expect(judgement.verdict).toBe(verdict);
    expect(judgement.expected?.reason).toBe(expectation?.reason);
    expect(judgement.message.startsWith(message)).toBe(true);
  });

  it('says what to do, and why a skip is unexpected', () => {
    expect(judge('pass', '', known).message).toMatch(/take the expectation for wsi\/\* out/);
    expect(judge('skip', 'no swapchain', null).message).toMatch(/^no swapchain \[a skip that no expectation names/);
  });
});

describe('judgeAttempts', () => {
  const pass = { outcome: 'pass', message: '' } as const;
  const fail = { outcome: 'fail', message: 'displays: got 0' } as const;

  it('calls two outcomes flaky, even where one of them is the expected failure', () => {
    expect(judgeAttempts([pass, fail], null)).toMatchObject({ verdict: 'flaky' });
    expect(judgeAttempts([fail, pass], known).verdict).toBe('flaky');
    expect(judgeAttempts([fail, pass], null).message).toMatch(/displays: got 0 .*2 attempts differ: fail, pass/);
  });

  it('judges equal outcomes as one, and lets no attempt hide behind another', () => {
    expect(judgeAttempts([pass, pass], null).verdict).toBe('ok');
    expect(judgeAttempts([fail, fail], known).verdict).toBe('known');
    expect(judgeAttempts([{ ...fail, message: 'got 7' }, fail], known)).toMatchObject({ verdict: 'regression' });
  });

  it('leaves attempts out that never started, unless there is no other', () => {
    const infra = { outcome: 'infra', message: 'no channel' } as const;
    expect(judgeAttempts([infra, pass], null).verdict).toBe('ok');
    expect(judgeAttempts([infra, infra], null).verdict).toBe('infra');
    expect(judgeAttempts([], null).verdict).toBe('infra');
  });
});

describe('exitCodeFor', () => {
  const of = (...verdicts: ('ok' | 'known' | 'regression' | 'fixed' | 'flaky' | 'infra')[]) =>
    verdicts.map((verdict) => ({ verdict }));

  it.each([
    [of('ok', 'known'), [], true, 0],
    [of('ok', 'known'), [], false, 1],
    [of('ok'), ['no Venus'], true, 1],
    [of('ok', 'regression'), [], true, 1],
    [of('ok', 'fixed'), [], true, 1],
    [of('ok', 'flaky'), [], true, 1],
    [of('ok', 'infra'), [], true, 3],
    [of('infra', 'regression'), [], true, 1],
    [of('infra'), [], false, 3],
  ])('%j, findings %j, complete %s: %i', (results, findings, complete, code) => {
    expect(exitCodeFor(results, findings, complete)).toBe(code);
  });
});
