import { resolve } from 'node:path';
import { mergeEnv } from '../plan/merge-env.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { RunningGuest as RunningGuestAddress, VmTarget } from '../plan/target.ts';
import type { BootReport, Guest, ProbeRequest, ProbeRun, StageResult } from './guest.ts';
import { GuestLink } from './guest-link.ts';
import { KernelLog } from './kernel-log.ts';
import { LogTimes } from './log-times.ts';
import { BootLogs } from './logs.ts';
import { ProbeRunner } from './probe-runner.ts';
import { GUEST_ENV } from './qemu-guest.ts';
import { lookAtGpu, lookAtVenus, startSupervisor } from './readiness.ts';
import { shellWord } from './shell-words.ts';
import { askKernel, stackFacts } from './stack-facts.ts';
import { Stages } from './stages.ts';
import type { VmImage } from './vm-image.ts';

/** It is said to run already: nothing boots that would have to be waited for. */
const REACH_MS = 5_000;
const ALIVE_MS = 5_000;
const CLEAN_UP_MS = 5_000;

export interface RunningGuestParts {
  target: VmTarget;
  address: RunningGuestAddress;
  image: VmImage;
  stack: StackOptions;
  runDir: string;
}

/** A guest that somebody else booted: it is used, and left as it was. */
export class RunningGuest implements Guest {
  readonly #parts: RunningGuestParts;
  readonly #logs: BootLogs;
  /** The connection, for what is not a probe. */
  readonly link: GuestLink;
  readonly #times: LogTimes;
  readonly #kernelLog: KernelLog;
  #runner: ProbeRunner | null = null;

  constructor(parts: RunningGuestParts) {
    this.#parts = { ...parts, runDir: resolve(parts.runDir) };
    this.#logs = BootLogs.create(this.#parts.runDir);
    this.#times = new LogTimes(this.#logs);
    this.#kernelLog = new KernelLog(this.#logs.path('dmesg'), (uptimeMs) => this.#times.kernelAnswered(uptimeMs));
    const { host, port } = parts.address.ssh;
    this.link = new GuestLink({ host, port, ...parts.image.login });
  }

  async boot(onStage: (result: StageResult) => void): Promise<BootReport> {
    const { target, image, stack, runDir } = this.#parts;
    const stages = new Stages(target.timeScale, onStage);
    const reach = async (): Promise<string> => {
      await this.link.connect(REACH_MS);
      return 'a command finishes';
    };
    await stages.must(
      'ssh',
      reach,
      () => '',
      'Is the guest up? The target in venus-suite.config.ts names its address.',
    );
    await image.prepare(this.link, stages.bound('ssh'));
    const env = mergeEnv(GUEST_ENV, image.guestEnv, target.guestEnv ?? {}, stack.guestEnv);
    this.#runner = new ProbeRunner({
      link: this.link,
      kernelLog: this.#kernelLog,
      logs: this.#logs,
      times: this.#times,
      runDir,
      base: image.base,
      env,
    });
    await startSupervisor(this.#runner, stages, () => '');
    const gpuFinding = await lookAtGpu(this.link, stages, null);
    const kernel = await askKernel(this.link, this.#times);
    const { identity, finding } = await lookAtVenus(this.#runner, stages);
    return {
      stages: stages.results,
      finding: gpuFinding ?? finding,
      stack: stackFacts({
        host: null,
        identity,
        kernel,
        qemu: null,
        accelerator: null,
        orderedStores: null,
        boundedRingSleep: null,
        profile: target.profile,
        guestPackages: [],
        replaced: { guestDriver: stack.guestDriver !== undefined },
        commandLine: [],
      }),
    };
  }

  runProbe(request: ProbeRequest): Promise<ProbeRun> {
    if (!this.#runner) throw new Error('RunningGuest.runProbe before boot');
    return this.#runner.run(request);
  }

  async alive(): Promise<boolean> {
    try {
      await this.link.connect(ALIVE_MS);
      return this.#runner === null || (await this.#runner.alive(ALIVE_MS));
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    this.#runner?.close();
    await this.link.exec(cleanUp(shellWord(this.#parts.image.base)), { timeoutMs: CLEAN_UP_MS });
    this.link.close();
  }
}

/** The supervisor learns of the end of its channel, ends what it started and undoes what it changed: that comes first. */
function cleanUp(base: string): string {
  return (
    `pid=$(cat ${base}/.supervisor); tries=0; ` +
    'while kill -0 "$pid" && [ $tries -lt 40 ]; do tries=$((tries + 1)); sleep 0.1; done 2>/dev/null; ' +
    `umount ${base}/.cgroup 2>/dev/null; rm -rf ${base}`
  );
}
