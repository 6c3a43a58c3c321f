import type { Case } from '../plan/case.ts';
import { answerOf, type Diagnosis } from './answer.ts';
import { causes } from './causes/index.ts';
import { inquire } from './diagnose.ts';
import { experimentOf } from './experiments.ts';
import { Facts, type Observation } from './facts.ts';
import type { GuestLaboratory } from './laboratory.ts';
import { rank } from './rank.ts';

export interface DiagnoseOptions {
  /** No new experiment is begun after this, milliseconds. */
  budgetMs: number;
  signal: AbortSignal;
  note(line: string): void;
}

/**
 * Runs a case and, where it does not pass, finds out why. One that passes is run again: it may be unstable.
 * @returns the answer, and whether the stack under test was never reached.
 */
export async function diagnoseCase(
  probeCase: Case,
  laboratory: GuestLaboratory,
  options: DiagnoseOptions,
): Promise<{ diagnosis: Diagnosis; unreached: boolean }> {
  const first = await laboratory.first();
  const unreached = first.boot?.unreached ?? false;
  const outcome = first.result?.outcome;
  options.note(`${first.change}: ${outcome ?? 'the guest was not reached'}`);
  if (outcome === 'pass') return { diagnosis: await passing(probeCase, first, laboratory, options), unreached };
  const inquiry = await inquire(probeCase, first, laboratory, { ...options, causes });
  return { diagnosis: answerOf(inquiry), unreached };
}

function answer(probeCase: Case, laboratory: GuestLaboratory, observations: readonly Observation[]): Diagnosis {
  const facts = new Facts(probeCase, laboratory.stack, observations);
  return answerOf({ facts, ranked: rank(causes, facts), experiments: observations.slice(1) });
}

/** Five passes in a row say that there is nothing to diagnose; anything else says how often it goes wrong. */
async function passing(
  probeCase: Case,
  first: Observation,
  laboratory: GuestLaboratory,
  { note }: DiagnoseOptions,
): Promise<Diagnosis> {
  const again = await laboratory.make(experimentOf('again'));
  const attempts = again.result?.attempts ?? [];
  const passed = 1 + attempts.filter(({ outcome }) => outcome === 'pass').length;
  note(`${again.change}: ${passed} of ${attempts.length + 1} runs passed in all`);
  if (passed === attempts.length + 1) {
    const facts = new Facts(probeCase, laboratory.stack, [first]);
    const experiments = [{ ...again, change: `${again.change}: ${passed} of ${passed} passed` }];
    return { ...answerOf({ facts, ranked: [], experiments }) };
  }
  // What went wrong is the story; that the first run passed is what makes it unstable.
  const broken = { ...again, experiment: 'first', change: 'as it is, one of several runs' };
  const rest = { ...again, change: `${passed} of ${attempts.length + 1} runs passed` };
  return answer(probeCase, laboratory, [broken, rest]);
}
