import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InfraError } from '../../runner/base/errors.ts';
import { packageRoot } from '../../runner/base/paths.ts';
import { RunLogs } from '../../runner/engine/run-logs.ts';
import { Session } from '../../runner/engine/session.ts';
import { createGuest } from '../../runner/guest/create-guest.ts';
import type { Case } from '../../runner/plan/case.ts';
import { mergeEnv } from '../../runner/plan/merge-env.ts';
import { noStackOptions, type StackOptions } from '../../runner/plan/stack-options.ts';
import type { VmTarget } from '../../runner/plan/target.ts';
import type { Result } from '../../runner/record/schema.ts';
import { stackLine } from '../../runner/record/stack-line.ts';
import { attemptUnder, type BedPlace } from './attempt.ts';
import { FAULT_FILE_VARIABLE } from './build-parts.ts';
import type { Fault, FaultParts } from './fault.ts';
import { isRed } from './is-red.ts';
import { judgeFromOutside } from './judge-from-outside.ts';
import type { BedContext, BootTrouble } from './parts.ts';

const NONE = 'none';
/** A fault may hang whatever it breaks: enough for a sound probe on an emulated guest. Seconds, times the target's scale. */
const CASE_TIMEOUT_S = 6;

/** What a fault did. */
export interface Seen {
  /** In the order of the cases; one that no guest was there to run is missing. */
  results: readonly Result[];
  boot: BootTrouble | null;
  /** Its whole time, the boots included. */
  seconds: number;
}

/** Where faults are tried: one VM for those that can be chosen while it runs, and one each for what is broken before. */
export class Bed {
  readonly #context: BedContext;
  readonly #faultFile: string;
  #shared: BedPlace | null = null;
  #count = 0;

  constructor(context: BedContext) {
    this.#context = context;
    // Beside the layer, which is the folder that QEMU's sandbox has.
    this.#faultFile = join(context.layer, 'fault');
  }

  /**
   * Runs the cases under a fault; under none, where it is null.
   * @throws InfraError where the sound stack does not boot.
   */
  async run(fault: Fault | null, cases: readonly Case[]): Promise<Seen> {
    const began = performance.now();
    if (fault) await this.prepare(fault);
    const own = fault?.place === 'stack' ? this.#ownPlace(fault) : null;
    const results: Result[] = [];
    try {
      for (const probeCase of cases.filter(({ hostCheck }) => hostCheck === null)) {
        const place = own ?? (await this.#sharedPlace());
        if (this.#context.signal.aborted || !(await place.session.ready())) break;
        const result = await this.#attempt(fault, probeCase, place);
        if (result) results.push(result);
      }
      if (!own && results.some(isRed)) await this.#shared?.session.examine(this.#context.signal);
      const outside = cases.filter(({ hostCheck }) => hostCheck !== null);
      for (const probeCase of this.#context.signal.aborted ? [] : outside) {
        const result = await judgeFromOutside(probeCase, {
          context: this.#context,
          logs: own?.logs ?? null,
          stack: fault ? this.changesOf(fault).stack : noStackOptions,
          ids: cases.map(({ id }) => id),
        });
        if (result) results.push(result);
      }
    } finally {
      await own?.session.close();
    }
    return { results, boot: own?.boot ?? null, seconds: (performance.now() - began) / 1000 };
  }

  /** The versions in play, in one line; null before the shared VM was up. */
  get stack(): string | null {
    return this.#shared?.session.hasGuest ? stackLine(this.#shared.session.report.stack) : null;
  }

  /** Safe to call twice, and during a boot. */
  async close(): Promise<void> {
    await this.#shared?.session.close();
  }

  /** The target and the stack with a fault in them from the boot on. */
  changesOf(fault: Fault): { target: VmTarget; stack: StackOptions } {
    const { target } = this.#context;
    const parts = this.#partsOf(fault);
    return { target: fault.target?.(target) ?? target, stack: { ...noStackOptions, ...fault.stack(parts) } };
  }

  /** Makes what a fault needs; to be awaited before its changes are asked for. */
  async prepare(fault: Fault): Promise<void> {
    await fault.prepare?.(this.#partsOf(fault));
  }

  #partsOf(fault: Fault): FaultParts {
    const { layer, overlay } = this.#context;
    const folder = join(this.#context.folder, fault.name);
    mkdirSync(folder, { recursive: true });
    return { folder, layer, overlay };
  }

  #attempt(fault: Fault | null, probeCase: Case, place: BedPlace): Promise<Result | null> {
    const seconds = fault ? Math.min(probeCase.timeoutS, fault.timeoutS ?? CASE_TIMEOUT_S) : probeCase.timeoutS;
    const changed = { ...probeCase, timeoutS: seconds, env: mergeEnv(probeCase.env, fault?.env ?? {}) };
    return attemptUnder(changed, place, this.#context, (planted) => this.#choose(planted ? fault : null));
  }

  #choose(fault: Fault | null): void {
    writeFileSync(this.#faultFile, fault?.place === 'host-layer' ? fault.name : NONE);
  }

  /** A session that gave up under one fault must not cost the others theirs. */
  async #sharedPlace(): Promise<BedPlace> {
    if (this.#shared?.session.ended) {
      await this.#shared.session.close();
      this.#shared = null;
    }
    this.#shared ??= this.#open(this.#context.target, {
      ...noStackOptions,
      hostLayer: this.#context.layer,
      overlay: this.#context.overlay,
      hostEnv: { [FAULT_FILE_VARIABLE]: this.#faultFile },
    });
    const place = this.#shared;
    if (!(await place.session.ready()) && !this.#context.signal.aborted) {
      throw place.session.bootError ?? new InfraError(place.session.ended ?? 'the sound stack does not boot');
    }
    return place;
  }

  #ownPlace(fault: Fault): BedPlace {
    const { target, stack } = this.changesOf(fault);
    return this.#open(target, stack);
  }

  #open(target: VmTarget, stack: StackOptions): BedPlace {
    this.#count += 1;
    const runDir = join(this.#context.folder, `vm-${this.#count}`);
    mkdirSync(runDir, { recursive: true });
    this.#choose(null);
    const session = new Session({
      create: () => createGuest(target, { runDir, stack, progress: this.#context.note }),
      timeScale: target.timeScale,
      note: () => {},
      stage: () => {},
      booted: (report, error, stages) => {
        place.boot ??= troubleOf(report?.finding ?? null, error, stages);
      },
    });
    const place: BedPlace = {
      session,
      runDir,
      logs: new RunLogs(runDir),
      goldenRoot: join(packageRoot, 'golden'),
      boot: null,
    };
    return place;
  }
}

function troubleOf(
  finding: string | null,
  error: InfraError | null,
  stages: readonly { stage: string; ok: boolean }[],
): BootTrouble | null {
  const problem = error?.message ?? finding;
  if (problem === null || problem === undefined) return null;
  const failed = stages.find(({ ok }) => !ok)?.stage;
  const last = stages.at(-1)?.stage;
  return {
    stage: failed ?? /stage (\w+)/.exec(problem)?.[1] ?? last ?? 'process',
    problem: problem.split('\n')[0] ?? '',
    reached: error === null,
  };
}
