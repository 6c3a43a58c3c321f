import { diagnoseCase } from '../../runner/diagnose/diagnose-case.ts';
import { allCases } from '../../runner/plan/catalogue.ts';
import { type Answer, judgeAnswers, readFirstTries } from './diagnosis.ts';
import { answerLine, answerTo } from './diagnosis-answer.ts';
import { figureLines } from './diagnosis-figures.ts';
import type { Fault } from './fault.ts';
import { KeptLaboratory } from './kept-observations.ts';

const NO_BOUND_MS = 3_600_000;

/**
 * What the rules as they are now make of what earlier diagnoses in this checkout observed: seconds, and no VM. Experiments
 * that were not made then are named. Writes nothing.
 */
export async function rejudge(
  faults: readonly Fault[],
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const cases = allCases();
  const answers: Answer[] = [];
  for (const fault of faults) {
    const laboratory = KeptLaboratory.of(fault.name);
    const probeCase = cases.find(({ id }) => id === laboratory?.case);
    if (!laboratory || !probeCase) continue;
    const { diagnosis } = await diagnoseCase(probeCase, laboratory, { budgetMs: NO_BOUND_MS, signal, note: () => {} });
    const answer = answerTo(fault, diagnosis, 0);
    answers.push(answer);
    const asked = laboratory.unanswered.length > 0 ? `; never made: ${laboratory.unanswered.join(', ')}` : '';
    say(`${answerLine(answer, fault)}${asked}`);
  }
  for (const line of figureLines(judgeAnswers(answers, faults), readFirstTries(faults))) say(line);
}
