import { z } from 'zod';
import { shellCommand } from '../guest/shell-words.ts';
import type { Case } from '../plan/case.ts';
import { allCases } from '../plan/catalogue.ts';
import type { RunRecord } from '../record/reader.ts';
import type { Header, Result } from '../record/schema.ts';
import { answerOf, diagnosis } from './answer.ts';
import { causes } from './causes/index.ts';
import type { Facts } from './facts.ts';
import { rank } from './rank.ts';
import { RecordFacts } from './record-facts.ts';

/** The cheap half of a diagnosis: what the record of a run tells by itself, and the command that finds out the rest. */
export const firstDiagnosis = diagnosis.extend({
  /** A command line; empty where `diagnose` can do nothing with the case. */
  command: z.string(),
});
export type FirstDiagnosis = z.infer<typeof firstDiagnosis>;

/** A result that somebody must look at, and that is no good news. */
function isTrouble({ verdict }: Result): boolean {
  return verdict === 'regression' || verdict === 'flaky' || verdict === 'infra';
}

/** A record in which each unexpected result has its first diagnosis. Made where the record is read: older ones get theirs too. */
export function withFirstDiagnoses(record: RunRecord): RunRecord {
  if (!record.results.some(isTrouble)) return record;
  const made = firstDiagnosesOf(record, isTrouble);
  return {
    ...record,
    results: record.results.map((result) => {
      const diagnosis = made.get(result.id);
      return diagnosis ? { ...result, diagnosis } : result;
    }),
  };
}

/** First diagnoses by case, of those results that are asked for. */
export function firstDiagnosesOf(record: RunRecord, of: (result: Result) => boolean): Map<string, FirstDiagnosis> {
  const facts = new RecordFacts(record, catalogue());
  return new Map(record.results.filter(of).map((result) => [result.id, diagnose(facts.of(result), record.header)]));
}

const catalogue = (): Map<string, Case> => new Map(allCases().map((probeCase) => [probeCase.id, probeCase]));

/** The same of a guest that was never reached, so that no case has a result; null where one was. */
export function firstDiagnosisOfBoot(record: RunRecord): FirstDiagnosis | null {
  const facts = new RecordFacts(record, catalogue()).ofBoot();
  return facts && diagnose(facts, record.header);
}

/** All first diagnoses of a record that was read with them; of a guest that was not reached the one of its boot. */
export function diagnosesIn(record: RunRecord): FirstDiagnosis[] {
  const boot = firstDiagnosisOfBoot(record);
  return [...(boot ? [boot] : []), ...record.results.flatMap((result) => diagnosisOf(result) ?? [])];
}

/** The first diagnosis of a result of such a record; null where there is none. */
export function diagnosisOf({ diagnosis: made }: Pick<Result, 'diagnosis'>): FirstDiagnosis | null {
  return firstDiagnosis.safeParse(made).data ?? null;
}

function diagnose(facts: Facts, header: Header): FirstDiagnosis {
  const experiments = facts.observations.filter(({ experiment }) => experiment !== 'first');
  const answer = answerOf({ facts, ranked: rank(causes, facts), experiments });
  return { ...answer, command: commandFor(facts, header) };
}

/** The options of a record are lines, `--host-layer /path`: the first blank ends the option's name. */
function commandFor({ probeCase: { id, area } }: Facts, { target, options = [] }: Header): string {
  // These judge a run from the outside; what they name is a case of its own.
  if (area === 'host') return '';
  const words = options.flatMap((line) => {
    const [, flag = line, value] = /^(\S+) (.*)$/s.exec(line) ?? [];
    return value === undefined ? [flag] : [flag, value];
  });
  return shellCommand(['venus-suite', 'diagnose', id, '--target', target, ...words]);
}
