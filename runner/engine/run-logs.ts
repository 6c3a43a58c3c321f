import { oneLine } from '../base/text.ts';
import type { LogSlice } from '../guest/guest.ts';
import { logFiles } from '../guest/logs.ts';
import { symptomOf } from '../judge/symptoms/index.ts';
import type { Case } from '../plan/case.ts';
import type { Result, SymptomLine } from '../record/schema.ts';
import { linesOf } from './log-lines.ts';

/** Kinds of lines that one case's result keeps. */
const KINDS = 16;
const LINE_LENGTH = 400;
/** Cases whose lines are kept for the end of the run, and slices that are known to hold any. */
const CASES = 500;
const SLICES = 20_000;

/** Lines that nobody expects, and where they came. */
export interface Trouble {
  /** A case's id, or null for what lies outside of every case: a boot, the moments between two cases. */
  id: string | null;
  lines: readonly SymptomLine[];
}

/** Gathers lines, one of a kind in a log. */
class SymptomLines {
  readonly #found = new Map<string, SymptomLine>();

  add(symptom: string, log: string, text: string): void {
    const key = `${symptom} ${log}`;
    if (this.#found.size >= KINDS || this.#found.has(key)) return;
    this.#found.set(key, { symptom, log, line: oneLine(text).slice(0, LINE_LENGTH) });
  }

  get all(): SymptomLine[] {
    return [...this.#found.values()];
  }
}

const matchesAny = (patterns: Iterable<string>): ((text: string) => boolean) => {
  const compiled = [...patterns].map((source) => new RegExp(source));
  return (text) => compiled.some((pattern) => pattern.test(text));
};

/** What the logs of a run tell: looked through after each case, and once more as a whole at the end. */
export class RunLogs {
  readonly #runDir: string;
  #cases = 0;
  #troubles: Trouble[] = [];
  /** Slices that hold a symptom, expected or not: all others hold none. */
  readonly #slices: Pick<LogSlice, 'file' | 'start' | 'end'>[] = [];
  /** What the last case of each session expects, and may still print a moment after its end. */
  readonly #expectedBefore = new WeakMap<object, readonly string[]>();
  readonly #expected = new Set<string>();
  /** Kinds that known failures showed. */
  readonly #known = new Set<string>();

  /** @param earlier results of a run that is gone on with. */
  constructor(runDir: string, earlier: readonly Result[] = []) {
    this.#runDir = runDir;
    for (const result of earlier) {
      this.#slices.push(...result.logs);
      this.judged(result);
    }
  }

  /** How many cases were looked at. */
  get cases(): number {
    return this.#cases;
  }

  /**
   * The lines of a case's logs that tell of trouble and that it does not cause on purpose, one of a kind.
   * @param session that the case ran in: the case before it there may be late.
   */
  async look(
    { expectedLog }: Pick<Case, 'expectedLog'>,
    slices: readonly LogSlice[],
    session: object,
  ): Promise<SymptomLine[]> {
    const isExpected = matchesAny([...expectedLog, ...(this.#expectedBefore.get(session) ?? [])]);
    this.#expectedBefore.set(session, expectedLog);
    for (const source of expectedLog) this.#expected.add(source);
    const lines = new SymptomLines();
    for (const slice of slices) {
      let holds = false;
      for await (const { text } of linesOf(this.#runDir, slice)) {
        const symptom = symptomOf(slice.log, text);
        if (!symptom) continue;
        holds = true;
        if (!isExpected(text)) lines.add(symptom.id, slice.log, text);
      }
      if (holds && this.#slices.length <= SLICES) {
        this.#slices.push({ file: slice.file, start: slice.start, end: slice.end });
      }
    }
    return lines.all;
  }

  /** Takes a case's result: what a known failure prints is known with it. */
  judged({ id, verdict, symptoms = [] }: Pick<Result, 'id' | 'verdict' | 'symptoms'>): void {
    this.#cases += 1;
    if (verdict === 'known') for (const { symptom } of symptoms) this.#known.add(symptom);
    else if (symptoms.length > 0 && this.#troubles.length < CASES) this.#troubles.push({ id, lines: symptoms });
  }

  /** All that nobody expects, case by case, then what lies outside of every case. */
  async troubles(): Promise<Trouble[]> {
    const lines = await this.#outside();
    return lines.length === 0 ? this.#troubles : [...this.#troubles, { id: null, lines }];
  }

  async #outside(): Promise<SymptomLine[]> {
    const lines = new SymptomLines();
    if (this.#slices.length > SLICES) return lines.all;
    const isExpected = matchesAny(this.#expected);
    for (const { log, file, start, end } of logFiles(this.#runDir)) {
      const slices = this.#slices.filter((slice) => slice.file === file);
      for await (const { text, offset } of linesOf(this.#runDir, { file, start, end })) {
        const symptom = symptomOf(log, text);
        if (!symptom || this.#known.has(symptom.id) || isExpected(text)) continue;
        if (!slices.some((slice) => offset >= slice.start && offset < slice.end)) lines.add(symptom.id, log, text);
      }
    }
    return lines.all;
  }
}
