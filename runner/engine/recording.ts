import { UsageError } from '../base/errors.ts';
import { sourceRevision } from '../base/revision.ts';
import { exitCodeFor } from '../judge/verdict.ts';
import type { Plan } from '../plan/plan.ts';
import { type StackOptions, stackOptionLines } from '../plan/stack-options.ts';
import { countBy } from '../record/counts.ts';
import type { RunRecord } from '../record/reader.ts';
import { type BootLine, type Footer, RECORD_SCHEMA, type Result, type StackFacts } from '../record/schema.ts';
import { stackLine } from '../record/stack-line.ts';
import type { RecordWriter } from '../record/writer.ts';
import type { RecordClock } from './clock.ts';
import { OutcomeTable } from './outcome-table.ts';

export interface RecordingInput {
  writer: RecordWriter;
  clock: RecordClock;
  run: string;
  plan: Plan;
  /** What the run changes in its target's stack. */
  stack: StackOptions;
  repeat: number;
  /** The record that the run goes on with; null for a new one. */
  resumed: RunRecord | null;
}

const unknownStack = (profile: string): StackFacts => ({
  qemu: null,
  virglrenderer: null,
  hostDriver: null,
  guestKernel: null,
  guestPageSize: null,
  guestMesa: null,
  deviceName: null,
  accelerator: null,
  orderedStores: null,
  boundedRingSleep: null,
  profile,
  packages: { guest: [], host: [] },
  commandLine: [],
});

/** Results of two stacks under one header would make the record lie about half of them. */
function requireSameStack(then: StackFacts, now: StackFacts): void {
  const facts = (stack: StackFacts): string => JSON.stringify({ ...stack, commandLine: null });
  if (facts(then) === facts(now)) return;
  throw new UsageError(
    `the stack is not the one that the run began with: now ${stackLine(now)}; then ${stackLine(then)}`,
    {
      hint: 'Give the same stack options as then, or make a new run.',
    },
  );
}

/** One run's record as it grows: the header once the first guest is up, then boots and results, then the footer. */
export class Recording {
  readonly #input: RecordingInput;
  readonly #revision: ReturnType<typeof sourceRevision>;
  readonly #startedAt: string;
  readonly #planned: readonly string[];
  /** Boots before the header, which holds what the first of them found out about the stack. */
  #early: BootLine[] = [];
  readonly #findings: string[];
  readonly #results: OutcomeTable;
  #profile = 'unknown';
  #state: 'early' | 'open' | 'closed' = 'early';

  constructor(input: RecordingInput) {
    const { clock, plan, resumed } = input;
    this.#input = input;
    this.#revision = sourceRevision();
    this.#startedAt = clock.now();
    this.#planned = resumed?.header.plan.ids ?? plan.cases.map(({ id }) => id);
    this.#findings = resumed?.boots.flatMap(({ finding }) => finding ?? []) ?? [];
    this.#results = new OutcomeTable(this.#planned);
    for (const result of resumed?.results ?? []) this.#results.set(result.id, result);
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Of the run's stack, once the header is written. */
  get profile(): string {
    return this.#profile;
  }

  /** How many of the planned cases have a result. */
  get progress(): string {
    return `${this.#results.size} of ${this.#planned.length} cases`;
  }

  /**
   * Writes the header, the first time. Later guests of the run are of the same stack.
   * @throws UsageError where the record to go on with tells of another stack.
   */
  async open(stack: StackFacts): Promise<void> {
    const { writer, run, plan, repeat, resumed } = this.#input;
    const options = stackOptionLines(this.#input.stack);
    const revision = await this.#revision;
    if (this.#state !== 'early') return;
    if (resumed) requireSameStack(resumed.header.stack, stack);
    else {
      writer.append({
        type: 'header',
        schema: RECORD_SCHEMA,
        run,
        target: plan.target.name,
        startedAt: this.#startedAt,
        revision,
        stack,
        ...(options.length > 0 ? { options } : {}),
        plan: {
          ids: [...this.#planned],
          query: [...plan.query],
          shard: plan.shard,
          ...(repeat > 1 ? { repeat } : {}),
        },
      });
    }
    this.#profile = stack.profile;
    this.#state = 'open';
    for (const line of this.#early) writer.append(line);
    this.#early = [];
  }

  /** The same for a run whose guest never was up. */
  openUnknown(): Promise<void> {
    const { plan, resumed } = this.#input;
    return this.open(resumed?.header.stack ?? unknownStack(plan.target.profile ?? 'unknown'));
  }

  boot(line: BootLine): void {
    if (line.finding !== null) this.#findings.push(line.finding);
    if (this.#state === 'early') this.#early.push(line);
    else if (this.#state === 'open') this.#input.writer.append(line);
  }

  result(result: Result): void {
    if (this.#state !== 'open') return;
    this.#input.writer.append(result);
    this.#results.set(result.id, result);
  }

  /**
   * Writes the footer; what comes after it is not recorded.
   * @param more what made the run not good beyond its cases and boots.
   * @param infra the guest was never reached.
   */
  close(more: readonly string[], infra: boolean): Footer {
    const complete = this.#results.size === this.#planned.length;
    const results = [...this.#results.endings()];
    const findings = [...new Set([...this.#findings, ...more])];
    const footer: Footer = {
      type: 'footer',
      finishedAt: this.#input.clock.now(),
      complete,
      counts: countBy(results, ({ outcome }) => outcome),
      verdicts: countBy(results, ({ verdict }) => verdict),
      findings,
      exit: infra ? 3 : exitCodeFor(results, findings, complete),
    };
    this.#state = 'closed';
    this.#input.writer.append(footer);
    return footer;
  }
}
