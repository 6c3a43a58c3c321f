import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { caseRequest } from '../../../runner/engine/case-request.ts';
import { createGuest } from '../../../runner/guest/create-guest.ts';
import type { Guest, ProbeRun } from '../../../runner/guest/guest.ts';
import { classify } from '../../../runner/judge/classify.ts';
import { readPicture } from '../../../runner/judge/golden.ts';
import type { Picture } from '../../../runner/judge/picture.ts';
import type { Case } from '../../../runner/plan/case.ts';
import { noStackOptions } from '../../../runner/plan/stack-options.ts';
import type { Target } from '../../../runner/plan/target.ts';
import { FAULT_FILE_VARIABLE } from '../build-parts.ts';

const NONE = 'none';
/** A fault may hang: enough for a sound probe. Seconds, times the target's scale. */
const CASE_TIMEOUT_S = 6;

/** What a case drew. */
export interface Drawn {
  /** Null where it left none. */
  picture: Picture | null;
  /** How the probe ended, before any comparison with a golden. */
  outcome: string;
}

/** A guest whose host driver has the layer of planted faults before it, and in which one can be chosen at a time. */
export class FaultedGuest {
  readonly #target: Target;
  readonly #folder: string;
  readonly #layer: string;
  #guest: Guest | null = null;
  #profile = '';
  #count = 0;

  constructor(target: Target, folder: string, layer: string) {
    this.#target = target;
    this.#folder = folder;
    this.#layer = layer;
  }

  /** Of its stack, once something was drawn. */
  get profile(): string {
    return this.#profile;
  }

  /** Runs a case under a fault of the layer, or under none. */
  async draw(probeCase: Case, fault: string | null): Promise<Drawn> {
    const guest = await this.#sound();
    writeFileSync(join(this.#layer, 'fault'), fault ?? NONE);
    const seconds = fault === null ? probeCase.timeoutS : Math.min(probeCase.timeoutS, CASE_TIMEOUT_S);
    const { timeScale } = this.#target;
    const run = await guest
      .runProbe(caseRequest({ ...probeCase, timeoutS: seconds }, { timeScale, brokenStack: false }))
      .finally(() => writeFileSync(join(this.#layer, 'fault'), NONE));
    return { picture: await pictureOf(run), outcome: classify(run).outcome };
  }

  async close(): Promise<void> {
    await this.#guest?.close();
    this.#guest = null;
  }

  async #sound(): Promise<Guest> {
    if (this.#guest !== null && (await this.#guest.alive())) return this.#guest;
    await this.close();
    this.#count += 1;
    writeFileSync(join(this.#layer, 'fault'), NONE);
    const runDir = join(this.#folder, `guest-${this.#count}`);
    mkdirSync(runDir, { recursive: true });
    const hostEnv = { [FAULT_FILE_VARIABLE]: join(this.#layer, 'fault') };
    const stack = { ...noStackOptions, hostLayer: this.#layer, hostEnv };
    const guest = await createGuest(this.#target, { runDir, stack, progress: () => {} });
    this.#guest = guest;
    this.#profile = (await guest.boot(() => {})).stack.profile;
    return guest;
  }
}

async function pictureOf(run: ProbeRun): Promise<Picture | null> {
  const event = classify(run).announced.find(({ media }) => media === 'image/png' || media === 'image/x-rgba8');
  const file = event && run.files.find(({ name }) => name === event.name);
  return event && file ? readPicture(event, file).catch(() => null) : null;
}
