/** What happened: a fact. */
export const OUTCOMES = ['pass', 'fail', 'skip', 'crash', 'timeout', 'lost', 'invalid', 'infra'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What it means against expectations: a judgement. */
export const VERDICTS = ['ok', 'regression', 'known', 'fixed', 'flaky', 'infra'] as const;
export type Verdict = (typeof VERDICTS)[number];
