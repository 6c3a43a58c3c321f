import { InfraError, messageOf } from '../base/errors.ts';
import type { BootReport, Guest, ProbeRequest, ProbeRun, StageResult } from '../guest/guest.ts';

/** VMs that may die one after the other, with no case finishing in between, before the session gives up. */
const DEATHS_IN_A_ROW = 3;

export interface SessionHooks {
  note(line: string): void;
  stage(result: StageResult): void;
  /** A boot ended: in order, with a finding, or with an error. */
  booted(report: BootReport | null, error: InfraError | null, stages: readonly StageResult[]): void;
}

/** One guest at a time, replaced when it dies, until too many die in a row. */
export class Session {
  readonly #create: () => Promise<Guest>;
  readonly #hooks: SessionHooks;
  #guest: Guest | null = null;
  #deaths = 0;
  /** Why no further case can run here; null while they can. */
  #ended: string | null = null;

  constructor(create: () => Promise<Guest>, hooks: SessionHooks) {
    this.#create = create;
    this.#hooks = hooks;
  }

  get ended(): string | null {
    return this.#ended;
  }

  /** @throws InfraError where the guest is not reached. */
  async boot(): Promise<BootReport> {
    const stages: StageResult[] = [];
    try {
      this.#guest = await this.#create();
      const report = await this.#guest.boot((result) => {
        stages.push(result);
        this.#hooks.stage(result);
      });
      this.#hooks.booted(report, null, stages);
      return report;
    } catch (error) {
      const infra = error instanceof InfraError ? error : new InfraError(messageOf(error), { cause: error });
      this.#hooks.booted(null, infra, stages);
      await this.close();
      throw infra;
    }
  }

  /** Runs one probe; where the guest dies under it the answer is `lost`, and a fresh guest is booted for the next. */
  async run(request: ProbeRequest): Promise<ProbeRun> {
    const guest = this.#guest;
    if (!guest) throw new Error('Session.run before boot');
    const run = await guest.runProbe(request);
    if (run.ended === 'exit' || run.ended === 'killed' || run.ended === 'flooded' || run.ended === 'aborted') {
      this.#deaths = 0;
      return run;
    }
    if (await guest.alive()) return run;
    await this.#replace(request.id);
    return { ...run, ended: 'lost', reason: run.reason ?? 'the guest no longer answers' };
  }

  async #replace(id: string): Promise<void> {
    this.#deaths += 1;
    await this.close();
    if (this.#deaths >= DEATHS_IN_A_ROW) {
      this.#ended = `the guest died under ${this.#deaths} cases in a row`;
      return;
    }
    this.#hooks.note(`The guest died under ${id}; booting a fresh one.`);
    try {
      await this.boot();
    } catch (error) {
      this.#ended = `no fresh guest could be booted: ${messageOf(error)}`;
    }
  }

  async close(): Promise<void> {
    const guest = this.#guest;
    this.#guest = null;
    await guest?.close();
  }
}
