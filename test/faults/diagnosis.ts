import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../runner/base/paths.ts';
import { COMPONENTS } from '../../runner/judge/symptoms/symptom.ts';
import type { Fault } from './fault.ts';

export const DIAGNOSIS_FILE = join(packageRoot, 'test', 'faults', 'diagnosis.json');

/** Answers that were made before any rule was tried on their faults. Never written again. */
const FIRST_TRIES = join(packageRoot, 'test', 'faults', 'first-tries');
/** To the third that is held out. */
const HELD_OUT_FILE = join(FIRST_TRIES, 'held-out.json');
/** To faults that were planted later, and without a look at the rules. */
const NEW_FILE = join(FIRST_TRIES, 'new.json');

const answer = z.strictObject({
  fault: z.string(),
  /** The case that was diagnosed, and how it ended. */
  case: z.string(),
  outcome: z.string(),
  /** Null where no cause was named. */
  cause: z.string().nullable(),
  component: z.enum(COMPONENTS).nullable(),
  confidence: z.number(),
  /** The whole command, its boots included. */
  seconds: z.number(),
  experiments: z.number().int(),
});
export type Answer = z.infer<typeof answer>;

/** What was answered to each fault that was diagnosed, the latest time. */
export function readAnswers(path = DIAGNOSIS_FILE): Answer[] {
  return existsSync(path) ? z.array(answer).parse(JSON.parse(readFileSync(path, 'utf8'))) : [];
}

/** Takes an answer in; those of other faults stay. */
export function keepAnswer(made: Answer, faults: readonly Fault[], path = DIAGNOSIS_FILE): Answer[] {
  const latest = new Map([...readAnswers(path), made].map((each) => [each.fault, each]));
  const all = faults.flatMap(({ name }) => latest.get(name) ?? []);
  writeFileSync(path, `${JSON.stringify(all, null, 2)}\n`);
  return all;
}

/** An answer beside what was planted. */
export interface Judged {
  answer: Answer;
  fault: Fault;
  component: boolean;
  cause: boolean;
}

/** Answers to faults that nobody had looked at. */
export interface FirstTries {
  heldOut: readonly Judged[];
  /** To faults that were planted when the rules were written, without a look at these. */
  added: readonly Judged[];
}

export function readFirstTries(faults: readonly Fault[]): FirstTries {
  return {
    heldOut: judgeAnswers(readAnswers(HELD_OUT_FILE), faults),
    added: judgeAnswers(readAnswers(NEW_FILE), faults),
  };
}

/** Answers to faults that there are not any more are left out. */
export function judgeAnswers(answers: readonly Answer[], faults: readonly Fault[]): Judged[] {
  return answers.flatMap((made) => {
    const fault = faults.find(({ name }) => name === made.fault);
    if (!fault) return [];
    const component = fault.truth.component === made.component;
    return [{ answer: made, fault, component, cause: component && fault.truth.causes.includes(made.cause ?? '') }];
  });
}
