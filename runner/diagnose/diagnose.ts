import type { Case } from '../plan/case.ts';
import type { StackFacts } from '../record/schema.ts';
import { type Cause, CERTAIN, SURE } from './cause.ts';
import { type Experiment, repeatsOf } from './experiment.ts';
import { experimentOf } from './experiments.ts';
import { Facts, type Observation } from './facts.ts';
import { isClear, type Ranked, rank, wanted } from './rank.ts';
import { notYetExchanged } from './whereabouts.ts';
import type { Side } from './without.ts';

/** Where experiments are made. */
export interface Laboratory {
  /** Makes one; its observation has no result where the place cannot be had here. */
  make(experiment: Experiment): Promise<Observation>;
  /** The case as it is, on the stack under test. */
  first(): Promise<Observation>;
  /** The stack under test, as its latest boot told it; null before one. */
  readonly stack: StackFacts | null;
  /** The sides that options changed: what was changed is the first suspect. */
  readonly changed: readonly Side[];
}

export interface Inquiry {
  facts: Facts;
  ranked: Ranked[];
  /** In the order in which they were made, without the run that began it. */
  experiments: Observation[];
}

export interface InquiryOptions {
  causes: readonly Cause[];
  /** No new experiment is begun after this, milliseconds. */
  budgetMs: number;
  signal: AbortSignal;
  note(line: string): void;
}

/**
 * Varies one thing after the other until one cause is clear, nothing is left to try, or the time is up.
 * @param first what the case did on the stack under test.
 */
export async function inquire(
  probeCase: Case,
  first: Observation,
  laboratory: Laboratory,
  { causes, budgetMs, signal, note }: InquiryOptions,
): Promise<Inquiry> {
  const began = performance.now();
  const experiments: Observation[] = [];
  for (;;) {
    const facts = new Facts(probeCase, laboratory.stack, [first, ...experiments]);
    const ranked = rank(causes, facts);
    const left = budgetMs - (performance.now() - began);
    const suspects = notYetExchanged(laboratory.changed, facts, ranked[0]?.component ?? null);
    // A guest that is not reached answers nothing, and each question would boot it once more.
    const silent = first.boot?.unreached === true;
    const settled = silent || isClear(ranked);
    const questions = settled ? [] : wanted(causes, facts, (id) => experimentOf(id).costS);
    // The host is asked in no time; what was changed is the first suspect of all that is left.
    const open = [...questions.filter(isOfHost), ...suspects, ...questions.filter((id) => !isOfHost(id))];
    const next = open.find((id) => experiments.length === 0 || leastMs(experimentOf(id), first) < left);
    const clear = isClear(ranked, suspects.length > 0 ? CERTAIN : SURE);
    if (next === undefined || signal.aborted || left < 0 || clear) return { facts, ranked, experiments };
    const experiment = experimentOf(next);
    const observation = await laboratory.make(experiment);
    experiments.push(observation);
    note(`${observation.change}: ${observation.result?.outcome ?? 'could not be run'}`);
  }
}

const isOfHost = (id: string): boolean => experimentOf(id).place === 'host';

/** A case that hangs takes its time once more wherever a VM runs it again. Milliseconds. */
function leastMs(experiment: Experiment, { result }: Observation): number {
  const { caseId, place, costS } = experiment;
  const firstMs = caseId === null && place !== 'host' ? (result?.durationMs ?? 0) : 0;
  return Math.max(costS * 1000, firstMs * repeatsOf(experiment, firstMs));
}
