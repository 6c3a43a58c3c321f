import { ExitCode } from '../base/errors.ts';
import { oneLine } from '../base/text.ts';
import type { Expectation } from '../plan/expectation.ts';
import type { Outcome, Verdict } from '../plan/outcome.ts';

/** The expectation that applied, as the record keeps it. */
export interface Expected {
  outcome: string;
  reason: string;
  link: string;
}

export interface Judgement {
  verdict: Verdict;
  /** The result's own message, followed by what the verdict adds to it. */
  message: string;
  expected?: Expected;
}

function join(message: string, addition: string): string {
  return message === '' ? addition : `${message} [${addition}]`;
}

function judgeUnexpected(outcome: Outcome, message: string): Judgement {
  if (outcome !== 'skip') return { verdict: 'regression', message };
  // Otherwise a patch that hides an extension would turn every test of it into a quiet skip.
  return { verdict: 'regression', message: join(message, 'a skip that no expectation names counts as a regression') };
}

/**
 * Judges an outcome against what is known of the target.
 * @param message of the result; a known failure counts as known only where the expectation's `match` finds it.
 * @param expectation the one that names this case, or null.
 */
export function judge(outcome: Outcome, message: string, expectation: Expectation | null): Judgement {
  const expected = expectation && {
    outcome: expectation.outcome,
    reason: expectation.reason,
    link: expectation.link,
  };
  const withExpected = (judgement: Judgement): Judgement => (expected ? { ...judgement, expected } : judgement);

  if (outcome === 'infra') return withExpected({ verdict: 'infra', message });
  if (!expectation) return outcome === 'pass' ? { verdict: 'ok', message } : judgeUnexpected(outcome, message);
  if (outcome === 'pass') {
    const addition = `passed, but a ${expectation.outcome} is expected (${expectation.reason}): take the expectation for ${expectation.case} out`;
    return withExpected({ verdict: 'fixed', message: join(message, addition) });
  }
  if (outcome !== expectation.outcome) {
    return withExpected({
      verdict: 'regression',
      message: join(message, `expected ${expectation.outcome}, not ${outcome}`),
    });
  }
  if (!new RegExp(expectation.match).test(oneLine(message))) {
    const addition = `expected to ${expectation.outcome}, but with a message that matches /${expectation.match}/`;
    return withExpected({ verdict: 'regression', message: join(message, addition) });
  }
  return withExpected({ verdict: 'known', message });
}

/**
 * Judges several attempts of one case on one stack: those that differ in outcome are `flaky`, whatever is expected.
 * Attempts that never started (`infra`) say nothing, unless there is no other.
 */
export function judgeAttempts(
  attempts: readonly { outcome: Outcome; message: string }[],
  expectation: Expectation | null,
): Judgement {
  const started = attempts.filter(({ outcome }) => outcome !== 'infra');
  const counted = started.length > 0 ? started : attempts;
  const last = counted.at(-1);
  if (last === undefined) return { verdict: 'infra', message: 'no attempt was made' };
  const outcomes = counted.map(({ outcome }) => outcome);
  const judgements = counted.map(({ outcome, message }) => judge(outcome, message, expectation));
  if (new Set(outcomes).size > 1) {
    const failed = counted.find(({ outcome }) => outcome !== 'pass');
    const expected = judgements[0]?.expected;
    return {
      verdict: 'flaky',
      message: join(failed?.message ?? '', `${counted.length} attempts differ: ${outcomes.join(', ')}`),
      ...(expected ? { expected } : {}),
    };
  }
  // The same outcome with another message may be another failure: one unexpected attempt is enough.
  return (
    judgements.find(({ verdict }) => verdict === 'regression') ??
    judgements.at(-1) ?? { verdict: 'infra', message: 'no attempt was made' }
  );
}

const UNEXPECTED: ReadonlySet<Verdict> = new Set(['regression', 'fixed', 'flaky']);

/**
 * The exit code of a run: 1 on an unexpected verdict or a finding, else 3 on a result that is infrastructure's,
 * else 1 where planned results are missing, else 0.
 * @param complete every planned case has a result.
 */
export function exitCodeFor(
  results: readonly { verdict: Verdict }[],
  findings: readonly string[],
  complete: boolean,
): ExitCode {
  if (findings.length > 0 || results.some(({ verdict }) => UNEXPECTED.has(verdict))) return ExitCode.unexpected;
  if (results.some(({ verdict }) => verdict === 'infra')) return ExitCode.infra;
  return complete ? ExitCode.good : ExitCode.unexpected;
}
