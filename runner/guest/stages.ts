import { InfraError, messageOf } from '../base/errors.ts';
import type { Stage, StageResult } from './guest.ts';

/** How long each stage may take on hardware acceleration, milliseconds; a target's timeScale multiplies it. */
export const STAGE_BOUNDS: Readonly<Record<Stage, number>> = {
  process: 15_000,
  kernel: 15_000,
  init: 15_000,
  ssh: 20_000,
  gpu: 10_000,
  venus: 20_000,
};

/** What a person can try where a stage fails. */
export const STAGE_HINTS: Readonly<Record<Stage, string>> = {
  process: '`venus-suite doctor` checks QEMU and the host stack; QEMU’s own words are above.',
  kernel:
    'The kernel printed nothing: is it built for this architecture and page size, and does the accelerator start it?',
  init: 'The kernel did not reach its init: the console’s last lines say why. Look at --kernel and the initramfs.',
  ssh: 'The guest has no network or no ssh server: look at virtio_net in the console.',
  gpu: 'virtio_gpu made no render node: look at the kernel’s log for `virtio_gpu` and at QEMU’s GPU device.',
  venus: 'Look at blob=on, venus=on and hostmem in QEMU’s GPU device, then at the logs of virglrenderer.',
};

/** Reports the stages of one boot as they end. */
export class Stages {
  readonly results: StageResult[] = [];
  readonly #began = performance.now();
  readonly #timeScale: number;
  readonly #onStage: (result: StageResult) => void;

  constructor(timeScale: number, onStage: (result: StageResult) => void) {
    this.#timeScale = timeScale;
    this.#onStage = onStage;
  }

  /** The stage's bound on this target, milliseconds. */
  bound(stage: Stage): number {
    return STAGE_BOUNDS[stage] * this.#timeScale;
  }

  done(stage: Stage, detail: string): void {
    this.#report(stage, true, detail);
  }

  /** @returns what was found, as one sentence. */
  finding(stage: Stage, problem: string): string {
    const sentence = `stage ${stage}: ${problem}`;
    this.#report(stage, false, `${problem} — ${STAGE_HINTS[stage]}`);
    return sentence;
  }

  /**
   * Runs a stage without which no case can run.
   * @param work answers with what was seen.
   * @param tail the end of the log that tells most, should it fail.
   * @throws InfraError
   */
  async must(
    stage: Stage,
    work: (boundMs: number) => Promise<string>,
    tail: () => string,
    hint: string = STAGE_HINTS[stage],
  ): Promise<void> {
    try {
      this.done(stage, await work(this.bound(stage)));
    } catch (error) {
      if (error instanceof InfraError && error.tail !== undefined) throw error;
      const message = messageOf(error);
      this.#report(stage, false, message);
      throw new InfraError(`the guest was not reached (stage ${stage}): ${message}`, {
        tail: tail(),
        hint: (error instanceof InfraError ? error.hint : undefined) ?? hint,
        cause: error,
      });
    }
  }

  #report(stage: Stage, ok: boolean, detail: string): void {
    const result: StageResult = { stage, ok, atMs: performance.now() - this.#began, detail };
    this.results.push(result);
    this.#onStage(result);
  }
}
