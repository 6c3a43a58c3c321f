import { type BootProblem, Facts, type Observation } from '../../../runner/diagnose/facts.ts';
import type { Case } from '../../../runner/plan/case.ts';
import { allCases } from '../../../runner/plan/catalogue.ts';
import type { Outcome } from '../../../runner/plan/outcome.ts';
import type { Result, StackFacts, SymptomLine } from '../../../runner/record/schema.ts';

/** What one experiment gave: an outcome, or an outcome and what it said. */
export type Given =
  | Outcome
  | {
      outcome: Outcome;
      message?: string;
      symptoms?: readonly SymptomLine[];
      attempts?: readonly Outcome[];
      differences?: readonly string[];
      durationMs?: number;
      breaches?: readonly string[];
    };

export function caseOf(id: string): Case {
  const found = allCases().find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no case ${id}`);
  return found;
}

export function observation(experiment: string, given: Given): Observation {
  const {
    outcome,
    message = '',
    symptoms = [],
    attempts = [],
    differences = [],
    durationMs = 100,
    breaches = [],
  } = typeof given === 'string' ? ({ outcome: given } as Exclude<Given, string>) : given;
  const result = {
    outcome,
    message,
    durationMs,
    symptoms,
    checks: [],
    excerpts: [],
    attempts: attempts.map((of) => ({ outcome: of, message: '', durationMs: 1 })),
  } as unknown as Result;
  return { experiment, change: experiment, result, boot: null, differences, breaches };
}

interface Around {
  gpu?: string;
  pageSize?: number;
  orderedStores?: boolean;
  boot?: BootProblem;
}

export function soundStack({ gpu, pageSize, orderedStores = true }: Around): StackFacts {
  return {
    qemu: '11.1.2',
    commandLine: ['qemu-system-aarch64', '-device', gpu ?? 'virtio-gpu-gl-pci,venus=on,blob=on,hostmem=1G'],
    guestPageSize: pageSize ?? 16384,
    accelerator: 'tcg',
    orderedStores,
    deviceName: 'Virtio-GPU Venus (llvmpipe)',
  } as unknown as StackFacts;
}

/** Facts of a case on a sound stack, but for what is given. */
export function factsOf(id: string, given: Readonly<Record<string, Given>>, around: Around = {}): Facts {
  const observations = Object.entries(given).map(([experiment, of]) => observation(experiment, of));
  if (around.boot) observations.unshift({ experiment: 'first', change: 'as it is', result: null, boot: around.boot });
  return new Facts(caseOf(id), soundStack(around), observations);
}
