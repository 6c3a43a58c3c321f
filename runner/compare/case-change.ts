import { OUTCOMES } from '../plan/outcome.ts';
import { type Digest, type Ending, endingAt } from './digest.ts';

/** What a difference between two endings of one case amounts to. */
export type ChangeKind = 'regression' | 'fix' | 'changed' | 'missing';

const PASS = OUTCOMES.indexOf('pass');

/** A message without its numbers, which may be addresses, sizes or times. */
export function wordsOf(message: string): string {
  return message.replaceAll(/0x[0-9a-f]+|\d+/gi, '#');
}

function sameFailure(from: Digest, a: number, to: Digest, b: number): boolean {
  const [one, other] = [from.stories.get(a), to.stories.get(b)];
  const [before, after] = [one?.failed ?? [], other?.failed ?? []];
  if (before.length > 0 || after.length > 0) return JSON.stringify(before) === JSON.stringify(after);
  return wordsOf(one?.message ?? '') === wordsOf(other?.message ?? '');
}

/**
 * What became of a case that both runs planned; null where nothing did.
 *
 * Outcomes count, not what is expected of the one target or the other: a pass that turns into a failure that is known
 * over there is a loss all the same. Beyond that a failure that is another one than before, and that the later run
 * alone calls unexpected, is a regression, be it after a known failure or a skip.
 */
export function changeOf(from: Digest, a: number, to: Digest, b: number): ChangeKind | null {
  // Nearly all cases passed twice: they must cost nothing.
  if (from.outcomes[a] === PASS && to.outcomes[b] === PASS && from.verdicts[a] === to.verdicts[b]) return null;
  const [before, after] = [endingAt(from, a), endingAt(to, b)];
  if (before.outcome === 'missing' || after.outcome === 'missing') {
    return before.outcome === after.outcome ? null : 'missing';
  }
  if (isUnsteady(before) || isUnsteady(after)) return before.verdict === after.verdict ? null : 'changed';
  // What infrastructure ended tells of the machine, not of the stack.
  if (before.outcome === 'infra' || after.outcome === 'infra') {
    return before.outcome === after.outcome ? null : 'changed';
  }
  if (before.outcome === 'pass') return after.outcome === 'pass' ? null : 'regression';
  if (after.outcome === 'pass') return 'fix';
  if (before.outcome === after.outcome && sameFailure(from, a, to, b)) return null;
  const unexpected = after.outcome !== 'skip' && after.verdict === 'regression' && before.verdict !== 'regression';
  return unexpected ? 'regression' : 'changed';
}

/** Its own run saw it both ways: it is no evidence for or against the other run. */
export function isUnsteady({ verdict }: Ending): boolean {
  return verdict === 'flaky';
}
