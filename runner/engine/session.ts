import { InfraError, messageOf } from '../base/errors.ts';
import type { BootReport, Guest, ProbeRequest, ProbeRun, StageResult } from '../guest/guest.ts';
import { identityOf, sanityRequest } from '../guest/sanity.ts';

/** Cases that may cost a VM one after the other, with no other finishing in between, before the session gives up. */
const DEATHS_IN_A_ROW = 3;
/** Cases that may time out one after the other on a stack that failed its own sanity check, before the session gives up. */
const TIMEOUTS_IN_A_ROW = 10;
/** A sound guest answers the sanity probe in a fraction of a second; a target's timeScale multiplies it. */
const SANITY_MS = 5_000;
/** After these the guest was seen to end the probe, or was told to. */
const ANSWERED: ReadonlySet<ProbeRun['ended']> = new Set(['exit', 'killed', 'flooded', 'aborted']);

export interface SessionHooks {
  note(line: string): void;
  stage(result: StageResult): void;
  /** A boot ended: in order, with a finding, or with an error. */
  booted(report: BootReport | null, error: InfraError | null, stages: readonly StageResult[]): void;
}

export interface SessionParts extends SessionHooks {
  /** Makes the next guest. Nothing boots yet. */
  create(): Promise<Guest>;
  /** Of the target: emulation is slower, never less correct. */
  timeScale: number;
}

/** One guest at a time. One that died or is no longer sound is given up; the next case that asks gets a fresh one. */
export class Session {
  readonly #parts: SessionParts;
  #guest: Guest | null = null;
  #report: BootReport | null = null;
  #deaths = 0;
  #timeouts = 0;
  #ended: { reason: string; error: InfraError | null } | null = null;
  #closed = false;
  /** The end of the latest guest: whoever closes the session a second time waits for it as well. */
  #ending: Promise<void> | null = null;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Why no further case can run here; null while they can. */
  get ended(): string | null {
    return this.#ended?.reason ?? null;
  }

  /** Why the last boot failed, where that is what ended the session. */
  get bootError(): InfraError | null {
    return this.#ended?.error ?? null;
  }

  /** What the latest boot that succeeded found. */
  get report(): BootReport {
    if (!this.#report) throw new Error('Session.report before a boot');
    return this.#report;
  }

  /** Whether the guest that ran the last probe is still in use. */
  get hasGuest(): boolean {
    return this.#guest !== null;
  }

  /** Boots a guest where there is none. @returns whether there is one now. */
  async ready(): Promise<boolean> {
    if (this.#ended || this.#closed) return false;
    if (this.#guest) return true;
    const stages: StageResult[] = [];
    try {
      const guest = await this.#parts.create();
      this.#guest = guest;
      if (this.#closed) throw new InfraError('the run was stopped before its guest booted');
      this.#report = await guest.boot((result) => {
        stages.push(result);
        this.#parts.stage(result);
      });
      this.#parts.booted(this.#report, null, stages);
      return true;
    } catch (error) {
      const infra = error instanceof InfraError ? error : new InfraError(messageOf(error), { cause: error });
      const which = this.#report ? 'fresh guest' : 'guest';
      const next = infra.hint === undefined ? '' : ` (${infra.hint})`;
      this.#ended = { reason: `no ${which} could be booted: ${infra.message}${next}`, error: infra };
      this.#parts.booted(null, infra, stages);
      await this.#giveUp();
      return false;
    }
  }

  /** Runs one probe; where the guest dies under it the answer is `lost`, and the guest is given up. */
  async run(request: ProbeRequest): Promise<ProbeRun> {
    const guest = this.#guest;
    if (!guest) throw new Error('Session.run without a guest');
    const run = await guest.runProbe(request);
    if (ANSWERED.has(run.ended) || (await guest.alive())) return run;
    await this.#giveUp();
    return { ...run, ended: 'lost', reason: run.reason ?? 'the guest no longer answers' };
  }

  /**
   * Looks whether the guest is still good after something went wrong in it, and gives it up where it is not.
   * @returns what is wrong, or null.
   */
  async examine(signal: AbortSignal): Promise<string | null> {
    const guest = this.#guest;
    if (!guest) return 'the guest died';
    const problem = await this.#problemOf(guest, signal);
    if (problem !== null) await this.#giveUp();
    return problem;
  }

  /** Counts the cases in a row that cost a guest, and those that a broken stack did not answer. */
  caseEnded(id: string, { killed, timedOut }: { killed: boolean; timedOut: boolean }): void {
    this.#deaths = killed ? this.#deaths + 1 : 0;
    this.#timeouts = timedOut && this.#report?.finding != null ? this.#timeouts + 1 : 0;
    if (killed) this.#parts.note(`${id} cost its guest.`);
    if (this.#deaths >= DEATHS_IN_A_ROW) {
      this.#ended ??= { reason: `the guest died under ${this.#deaths} cases in a row`, error: null };
    }
    if (this.#timeouts >= TIMEOUTS_IN_A_ROW) {
      const reason = `${this.#timeouts} cases in a row timed out on a stack that had failed at its boot (${this.#report?.finding})`;
      this.#ended ??= { reason, error: null };
    }
  }

  /** Ends the guest; none is booted afterwards. Safe to call twice and during a boot. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#giveUp();
  }

  /** Where the sanity probe failed from the start (a finding, or no Venus at all) it says nothing about a case. */
  async #problemOf(guest: Guest, signal: AbortSignal): Promise<string | null> {
    const soundAtBoot = this.report.stages.some(({ stage, ok }) => stage === 'venus' && ok);
    const isVenus = this.report.stack.accelerator !== null;
    if (!soundAtBoot || !isVenus || this.report.finding !== null) {
      return (await guest.alive()) ? null : 'the guest no longer answers';
    }
    const request = sanityRequest(SANITY_MS * this.#parts.timeScale);
    return identityOf(await guest.runProbe({ ...request, id: 'recovery/venus', signal })).problem;
  }

  async #giveUp(): Promise<void> {
    if (this.#guest) this.#ending = this.#guest.close();
    this.#guest = null;
    await this.#ending;
  }
}
