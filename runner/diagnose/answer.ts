import { z } from 'zod';
import { COMPONENTS } from '../judge/symptoms/symptom.ts';
import type { Inquiry } from './diagnose.ts';
import type { Observation } from './facts.ts';

/** What `diagnose --json` prints, and what a record keeps of a first diagnosis. */
export const diagnosis = z.object({
  case: z.string(),
  outcome: z.string(),
  /** Null where nothing speaks for any cause, or there is nothing to diagnose. */
  cause: z
    .object({
      id: z.string(),
      title: z.string(),
      component: z.enum(COMPONENTS),
      confidence: z.number().min(0).max(1),
    })
    .nullable(),
  evidence: z.array(z.string()),
  experiments: z.array(z.object({ change: z.string(), outcome: z.string() })),
  /** What to try or to patch next; empty where there is no cause. */
  next: z.string(),
  /** Other causes that the facts leave possible, the likeliest first. */
  others: z.array(z.object({ id: z.string(), component: z.enum(COMPONENTS), confidence: z.number() })),
});
export type Diagnosis = z.infer<typeof diagnosis>;

const MOST_OTHERS = 3;
/** The outcome of an experiment that could not be made on this machine, or with this stack. */
export const NOT_RUN = 'not run';

/** The answer that an inquiry came to. */
export function answerOf({ facts, ranked, experiments }: Inquiry): Diagnosis {
  const [top, ...others] = ranked;
  return {
    case: facts.probeCase.id,
    outcome: outcomeOf(facts.first),
    cause: top
      ? { id: top.cause.id, title: top.cause.title, component: top.component, confidence: top.confidence }
      : null,
    evidence: [...new Set(top?.evidence)],
    experiments: experiments.map((observation) => ({ change: observation.change, outcome: outcomeOf(observation) })),
    next: top?.cause.advice ?? '',
    others: others
      .slice(0, MOST_OTHERS)
      .map(({ cause, component, confidence }) => ({ id: cause.id, component, confidence })),
  };
}

function outcomeOf(observation: Observation | null): string {
  if (observation?.result) return observation.result.outcome;
  return observation?.boot?.unreached ? 'infra' : NOT_RUN;
}
