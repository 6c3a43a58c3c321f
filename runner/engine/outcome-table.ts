import { OUTCOMES, type Outcome, VERDICTS, type Verdict } from '../plan/outcome.ts';

/** How a case ended. */
export interface Ending {
  outcome: Outcome;
  verdict: Verdict;
}

/** Every pair once, so that a hundred thousand cases share a few dozen objects. */
const ENDINGS: readonly Ending[] = OUTCOMES.flatMap((outcome) => VERDICTS.map((verdict) => ({ outcome, verdict })));

/** How each planned case ended so far: a byte a case, taken when the plan is known, so that a long run grows no heap. */
export class OutcomeTable {
  readonly #places: ReadonlyMap<string, number>;
  /** One more than the place in ENDINGS; 0 where there is no result yet. */
  readonly #codes: Uint8Array;
  #size = 0;

  constructor(planned: readonly string[]) {
    this.#places = new Map(planned.map((id, index) => [id, index]));
    this.#codes = new Uint8Array(planned.length);
  }

  /** How many of the planned cases have a result. */
  get size(): number {
    return this.#size;
  }

  /** A later result of the same case takes the place of the earlier one; one that was not planned is left out. */
  set(id: string, { outcome, verdict }: Ending): void {
    const place = this.#places.get(id);
    if (place === undefined) return;
    if (this.#codes[place] === 0) this.#size += 1;
    this.#codes[place] = 1 + OUTCOMES.indexOf(outcome) * VERDICTS.length + VERDICTS.indexOf(verdict);
  }

  /** In the order of the plan. */
  *endings(): Generator<Ending> {
    for (const code of this.#codes) {
      const ending = code === 0 ? undefined : ENDINGS[code - 1];
      if (ending) yield ending;
    }
  }
}
