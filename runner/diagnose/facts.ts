import { oneLine } from '../base/text.ts';
import { symptoms } from '../judge/symptoms/index.ts';
import type { Component } from '../judge/symptoms/symptom.ts';
import type { Case } from '../plan/case.ts';
import type { Outcome } from '../plan/outcome.ts';
import type { Result, StackFacts, SymptomLine } from '../record/schema.ts';

/** Where a boot ended that came to no stage: the suite could not make what it boots. */
export const SET_UP = 'set-up';

/** A boot that did not come to its end, or that found something wrong. */
export interface BootProblem {
  stage: string;
  /** What was seen there. */
  detail: string;
  /** The guest was never reached: no case could run. */
  unreached: boolean;
  /** The end of the log that tells most; empty where there is none. */
  tail: string;
}

/** What came of one experiment, or of the run that began it all (`first`). */
export interface Observation {
  /** The experiment's id. */
  experiment: string;
  /** What was changed, for a person. */
  change: string;
  /** Null where nothing could be run. */
  result: Result | null;
  /** Of the place where it ran, where its boot was not in order. */
  boot: BootProblem | null;
  /** Lines that tell of trouble and that no case printed: of the boot, of the moments between. */
  around?: readonly SymptomLine[];
  /** It goes wrong on the host's driver without a VM, and not without the variables that options gave it. */
  passesWithoutSettings?: boolean;
  /** Where one side was exchanged: the component of it that was, if it was one alone. */
  exchanged?: Component | null;
  /** Limits of processes of the stack that are lower than usual, a sentence each. */
  limits?: readonly string[];
  /** What the validation layer said was forbidden: `VUID-…`, each once. */
  breaches?: readonly string[];
  /** Where a list of names or values was compared with its golden: what differs, a sentence each. */
  differences?: readonly string[];
}

/** What rules may ask of the case. */
export type CaseFacts = Pick<Case, 'id' | 'area' | 'variant' | 'needs'>;

/** A case that ran, and that did not go well. */
export const BROKEN: ReadonlySet<Outcome> = new Set(['fail', 'crash', 'timeout', 'lost', 'invalid']);

/** Everything that is known of one failing case. Causes ask it; they know nothing of how it was found out. */
export class Facts {
  readonly probeCase: CaseFacts;
  readonly stack: StackFacts | null;
  readonly #observations: readonly Observation[];

  constructor(probeCase: CaseFacts, stack: StackFacts | null, observations: readonly Observation[]) {
    this.probeCase = probeCase;
    this.stack = stack;
    this.#observations = observations;
  }

  get observations(): readonly Observation[] {
    return this.#observations;
  }

  /** Of the run that began it. */
  get first(): Observation | null {
    return this.of('first');
  }

  of(experiment: string): Observation | null {
    return this.#observations.find((observation) => observation.experiment === experiment) ?? null;
  }

  /** Whether an experiment was made, whatever came of it. */
  has(experiment: string): boolean {
    return this.of(experiment) !== null;
  }

  outcome(experiment: string): Outcome | null {
    return this.of(experiment)?.result?.outcome ?? null;
  }

  passes(experiment: string): boolean {
    return this.outcome(experiment) === 'pass';
  }

  /** It ran, and it did not go well. */
  breaks(experiment: string): boolean {
    const outcome = this.outcome(experiment);
    return outcome !== null && BROKEN.has(outcome);
  }

  message(experiment: string): string {
    return this.of(experiment)?.result?.message ?? '';
  }

  /** What the boot of the stack under test found wrong, if anything. */
  get boot(): BootProblem | null {
    // A stack that was changed for an experiment may not come up, which says nothing of this one.
    const itself = this.#inGuest().filter(({ experiment }) => !/^(page-size|accelerator|validation)/.test(experiment));
    return itself.find(({ boot }) => boot !== null)?.boot ?? null;
  }

  /**
   * The first line of the guest's or the VM's logs that is one of these symptoms, where the case itself was run: what another
   * case leaves behind while it breaks is its own affair. @throws Error for an unknown one.
   */
  symptom(...ids: string[]): SymptomLine | null {
    const unknown = ids.find((id) => !symptoms.some((symptom) => symptom.id === id));
    if (unknown !== undefined) throw new Error(`no symptom is called ${unknown}`);
    const itself = this.#inGuest().filter(({ experiment }) => !/^(control|sharing):/.test(experiment));
    const lines = itself.flatMap(({ result, around = [] }) => [...(result?.symptoms ?? []), ...around]);
    return lines.find(({ symptom }) => ids.includes(symptom)) ?? null;
  }

  /** The same of the run that began it, and of the boot before it. @throws Error for an unknown one. */
  symptomAtFirst(...ids: string[]): SymptomLine | null {
    return new Facts(this.probeCase, this.stack, this.first ? [this.first] : []).symptom(...ids);
  }

  /** The first sentence, check or log line of the stack under test that matches. */
  tells(pattern: RegExp): string | null {
    return first(this.#inGuest(), pattern);
  }

  /** The same of what one experiment left. */
  tellsOf(experiment: string, pattern: RegExp): string | null {
    return first(
      this.#observations.filter((observation) => observation.experiment === experiment),
      pattern,
    );
  }

  /** What two experiments' lists have both otherwise than the golden. */
  alikeOtherwise(one: string, other: string): string[] {
    const there = new Set(this.of(other)?.differences);
    return (this.of(one)?.differences ?? []).filter((line) => line !== '' && there.has(line));
  }

  /** A property of the GPU device on QEMU's command line, for example `hostmem`; null where it is not given. */
  gpuProperty(name: string): string | null {
    const device = this.gpuDevice;
    const property = device?.split(',').find((part) => part.startsWith(`${name}=`));
    return property === undefined ? null : property.slice(name.length + 1);
  }

  /** QEMU's GPU device with its properties; null where the command line has none or is not known. */
  get gpuDevice(): string | null {
    const words = this.stack?.commandLine ?? [];
    // The last one counts: `-device` arguments of the person's own come after the target's.
    return words.findLast((word, index) => words[index - 1] === '-device' && /^virtio-(gpu|vga)/.test(word)) ?? null;
  }

  /** On the stack under test; one whose guest or host was exchanged has troubles of its own. */
  #inGuest(): readonly Observation[] {
    return this.#observations.filter(({ experiment }) => !/^(host:|other-)/.test(experiment));
  }
}

function first(observations: readonly Observation[], pattern: RegExp): string | null {
  for (const { result, boot, around = [] } of observations) {
    const texts = [
      result?.message ?? '',
      ...(result?.checks ?? []).filter(({ ok }) => !ok).map((check) => [check.actual, check.message].join(' ')),
      ...(result?.symptoms ?? []).map(({ line }) => line),
      ...(result?.excerpts ?? []).map(({ text }) => text),
      ...around.map(({ line }) => line),
      boot?.detail ?? '',
      boot?.tail ?? '',
    ];
    for (const line of texts.flatMap((text) => text.split('\n'))) {
      if (pattern.test(line)) return oneLine(line).trim();
    }
  }
  return null;
}
