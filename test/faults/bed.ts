import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../runner/base/paths.ts';
import { attemptCase } from '../../runner/engine/attempt-case.ts';
import { RunLogs } from '../../runner/engine/run-logs.ts';
import { Session } from '../../runner/engine/session.ts';
import { createGuest } from '../../runner/guest/create-guest.ts';
import type { Case } from '../../runner/plan/case.ts';
import type { Expectation } from '../../runner/plan/expectation.ts';
import { noStackOptions, type StackOptions } from '../../runner/plan/stack-options.ts';
import type { VmTarget } from '../../runner/plan/target.ts';
import type { Result } from '../../runner/record/schema.ts';
import { FAULT_FILE_VARIABLE } from './build-layer.ts';
import type { Fault, FaultParts } from './fault.ts';

const NONE = 'none';
/** A fault may hang whatever it breaks: enough for a sound probe on an emulated guest. Seconds, times the target's scale. */
const CASE_TIMEOUT_S = 6;

export interface BedOptions {
  target: VmTarget;
  expectations: readonly Expectation[];
  folder: string;
  layer: string;
  signal: AbortSignal;
}

/** Where faults are tried: one VM for all faults of the layer, and one each for what is broken before the boot. */
export class Bed {
  readonly #options: BedOptions;
  readonly #faultFile: string;
  #shared: { session: Session; runDir: string; logs: RunLogs } | null = null;
  #count = 0;

  constructor(options: BedOptions) {
    this.#options = options;
    // Beside the layer, which is the folder that QEMU's sandbox has.
    this.#faultFile = join(options.layer, 'fault');
  }

  /** What the cases make of a fault, in their order. One that could not be run for want of a guest has no result. */
  async run(fault: Fault, cases: readonly Case[]): Promise<Map<string, Result | null>> {
    const shared = fault.kind === 'layer';
    const place = shared ? this.#sharedPlace() : this.#placeOf(fault);
    const seen = new Map<string, Result | null>();
    try {
      for (const probeCase of cases) {
        this.#choose(NONE);
        const up = await place.session.ready();
        if (shared) this.#choose(fault.name);
        seen.set(probeCase.id, up ? await this.#attempt(probeCase, place) : null);
        if (!up || this.#options.signal.aborted) break;
      }
    } finally {
      this.#choose(NONE);
      if (!shared) await place.session.close();
    }
    return seen;
  }

  /** Safe to call twice. */
  async close(): Promise<void> {
    await this.#shared?.session.close();
  }

  /** What a fault changes in the stack. */
  changesOf(fault: Fault): { target: VmTarget; stack: StackOptions } {
    const parts: FaultParts = { folder: join(this.#options.folder, fault.name), layer: this.#options.layer };
    mkdirSync(parts.folder, { recursive: true });
    const { target } = this.#options;
    return {
      target: fault.target ? fault.target(target) : target,
      stack: { ...noStackOptions, ...fault.stack?.(parts) },
    };
  }

  #choose(name: string): void {
    writeFileSync(this.#faultFile, name);
  }

  #sharedPlace(): { session: Session; runDir: string; logs: RunLogs } {
    this.#shared ??= this.#open(this.#options.target, {
      ...noStackOptions,
      hostLayer: this.#options.layer,
      hostEnv: { [FAULT_FILE_VARIABLE]: this.#faultFile },
    });
    // A session that gave up under one fault must not cost the others theirs.
    if (this.#shared.session.ended !== null) {
      this.#shared = null;
      return this.#sharedPlace();
    }
    return this.#shared;
  }

  #placeOf(fault: Fault): { session: Session; runDir: string; logs: RunLogs } {
    const { target, stack } = this.changesOf(fault);
    return this.#open(target, stack);
  }

  #open(target: VmTarget, stack: StackOptions): { session: Session; runDir: string; logs: RunLogs } {
    this.#count += 1;
    const runDir = join(this.#options.folder, `vm-${this.#count}`);
    mkdirSync(runDir, { recursive: true });
    this.#choose(NONE);
    const session = new Session({
      create: () => createGuest(target, { runDir, stack, progress: () => {} }),
      timeScale: target.timeScale,
      note: () => {},
      stage: () => {},
      booted: () => {},
    });
    return { session, runDir, logs: new RunLogs(runDir) };
  }

  async #attempt(
    probeCase: Case,
    { session, runDir, logs }: { session: Session; runDir: string; logs: RunLogs },
  ): Promise<Result | null> {
    const { target, expectations, signal } = this.#options;
    return attemptCase({ ...probeCase, timeoutS: Math.min(probeCase.timeoutS, CASE_TIMEOUT_S) }, session, {
      runDir,
      logs,
      goldenRoot: join(packageRoot, 'golden'),
      expectations,
      timeScale: target.timeScale,
      repeat: 1,
      signal,
    });
  }
}
