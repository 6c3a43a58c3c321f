import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InfraError, messageOf, UsageError } from '../base/errors.ts';
import { oneLine } from '../base/text.ts';
import type { Expectation } from '../plan/expectation.ts';
import type { Result } from '../record/schema.ts';
import type { Refusal } from './bless-goldens.ts';

/** Characters of a message that a `match` is made of: enough to tell failures apart, short enough to read. */
const MATCH_LENGTH = 160;

export interface ExpectationsPlan {
  /** The file's whole new content. */
  after: Expectation[];
  /** Lines of a difference: `- …` goes, `+ …` comes. */
  difference: string[];
  refusals: Refusal[];
}

function matchFor(message: string): string {
  const text = oneLine(message).slice(0, MATCH_LENGTH);
  return text === '' ? '^$' : `^${text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}`;
}

function lines(sign: '+' | '-', expectation: Expectation): string[] {
  return JSON.stringify(expectation, null, 2)
    .split('\n')
    .map((line) => `${sign} ${line}`);
}

/**
 * What a run's unexpected results would change in their target's expectations: failures and skips come in (or take
 * the place of what was expected of that case), an expectation of a case that now passes goes out.
 * @param before the target's own file: what it inherits is changed where it stands.
 * @param given reason and link for what comes in.
 * @throws UsageError where something comes in and one of them is missing.
 */
export function planExpectations(
  before: readonly Expectation[],
  results: readonly Result[],
  given: { reason?: string | undefined; link?: string | undefined },
): ExpectationsPlan {
  const after = [...before];
  const difference: string[] = [];
  const refusals: Refusal[] = [];
  const takeOut = (id: string): boolean => {
    const index = after.findIndex((expectation) => expectation.case === id);
    const [gone] = index < 0 ? [] : after.splice(index, 1);
    if (gone) difference.push(...lines('-', gone));
    return gone !== undefined;
  };
  for (const { id, outcome, verdict, attempts } of results) {
    if (verdict === 'flaky') refusals.push({ id, why: 'it is flaky: no one outcome can be expected of it' });
    if (verdict === 'infra') refusals.push({ id, why: 'it was never judged, for want of a guest' });
    if (verdict === 'fixed' && !takeOut(id)) {
      refusals.push({ id, why: 'its expectation is a glob or an inherited one: change it by hand' });
    }
    if (verdict !== 'regression' || outcome === 'pass' || outcome === 'infra') continue;
    const { reason, link } = given;
    if (!reason || !link) {
      throw new UsageError(`${id}: an expectation needs a reason and a link.`, {
        hint: "Add --reason 'which component, and what would mend it' --link 'a thread, a commit, or a page of docs/'.",
      });
    }
    takeOut(id);
    const expectation = { case: id, outcome, match: matchFor(attempts.at(-1)?.message ?? ''), reason, link };
    after.push(expectation);
    difference.push(...lines('+', expectation));
  }
  return { after, difference, refusals };
}

/** @throws InfraError that names the path where it cannot be written. */
export function writeExpectations(path: string, expectations: readonly Expectation[]): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.new`;
    writeFileSync(temporary, `${JSON.stringify(expectations, null, 2)}\n`);
    renameSync(temporary, path);
  } catch (error) {
    throw new InfraError(`${path}: the expectations cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
