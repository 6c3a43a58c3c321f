import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UsageError } from '../../runner/base/errors.ts';
import { packageRoot } from '../../runner/base/paths.ts';
import type { Laboratory } from '../../runner/diagnose/diagnose.ts';
import type { Experiment } from '../../runner/diagnose/experiment.ts';
import type { Observation } from '../../runner/diagnose/facts.ts';
import type { Side } from '../../runner/diagnose/without.ts';
import type { StackFacts } from '../../runner/record/schema.ts';

/** All that a diagnosis of a fault saw, so that rules can be tried again without a VM. Of this checkout: nothing checks its form. */
interface Kept {
  case: string;
  stack: StackFacts | null;
  changed: readonly Side[];
  observations: readonly Observation[];
}

const FOLDER = join(packageRoot, 'runs', 'faults', 'observations');

/** Passes on what another laboratory observes, and remembers it. */
export class KeepingLaboratory implements Laboratory {
  readonly #behind: Laboratory;
  readonly #observations: Observation[] = [];

  constructor(behind: Laboratory) {
    this.#behind = behind;
  }

  get stack(): StackFacts | null {
    return this.#behind.stack;
  }

  get changed(): readonly Side[] {
    return this.#behind.changed;
  }

  first(): Promise<Observation> {
    return this.#note(this.#behind.first());
  }

  make(experiment: Experiment): Promise<Observation> {
    return this.#note(this.#behind.make(experiment));
  }

  /** Writes it all down. */
  keep(fault: string, caseId: string, folder = FOLDER): void {
    const kept: Kept = { case: caseId, stack: this.stack, changed: this.changed, observations: this.#observations };
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${fault}.json`), JSON.stringify(kept));
  }

  async #note(made: Promise<Observation>): Promise<Observation> {
    const observation = await made;
    this.#observations.push(observation);
    return observation;
  }
}

/** Answers with what was observed before; to what was not tried then it has no answer, and says so. */
export class KeptLaboratory implements Laboratory {
  readonly case: string;
  readonly stack: StackFacts | null;
  readonly changed: readonly Side[];
  /** Experiments that were asked for and never made. */
  readonly unanswered: string[] = [];
  readonly #observations: readonly Observation[];

  private constructor({ case: id, stack, changed, observations }: Kept) {
    this.case = id;
    this.changed = changed;
    this.stack = stack;
    this.#observations = observations;
  }

  /** Null where the fault was not diagnosed in this checkout. @throws UsageError for a file that was cut short. */
  static of(fault: string, folder = FOLDER): KeptLaboratory | null {
    const path = join(folder, `${fault}.json`);
    if (!existsSync(path)) return null;
    try {
      return new KeptLaboratory(JSON.parse(readFileSync(path, 'utf8')));
    } catch (error) {
      const hint = `\`npm run faults -- --diagnose ${fault}\` writes it anew.`;
      throw new UsageError(`${path}: cannot be read as JSON: ${messageOf(error)}`, { hint, cause: error });
    }
  }

  first(): Promise<Observation> {
    return Promise.resolve(this.#find('first', 'as it is'));
  }

  make({ id, change }: Experiment): Promise<Observation> {
    return Promise.resolve(this.#find(id, change));
  }

  #find(id: string, change: string): Observation {
    const found = this.#observations.find(({ experiment }) => experiment === id);
    if (found) return found;
    this.unanswered.push(id);
    return { experiment: id, change, result: null, boot: null };
  }
}
