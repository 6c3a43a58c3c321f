import { resolve } from 'node:path';
import { InfraError } from '../base/errors.ts';
import { mergeEnv } from '../plan/merge-env.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { VmTarget } from '../plan/target.ts';
import type { HostStack } from '../stack/host-stack.ts';
import type { StoreOrder } from '../stack/store-order.ts';
import type { BootReport, Guest, ProbeRequest, ProbeRun, StageResult } from './guest.ts';
import { GuestLink } from './guest-link.ts';
import { KernelLog } from './kernel-log.ts';
import { LogTimes } from './log-times.ts';
import { BootLogs } from './logs.ts';
import { ProbeRunner } from './probe-runner.ts';
import { venusObstacle } from './qemu-args.ts';
import { qemuCommand } from './qemu-command.ts';
import { QemuMachine } from './qemu-machine.ts';
import { followConsole, lookAtGpu, lookAtVenus, reachSsh, startSupervisor } from './readiness.ts';
import { type SshAddress, silenceFor } from './ssh-connection.ts';
import { askKernel, stackFacts } from './stack-facts.ts';
import { Stages } from './stages.ts';
import { TempFolder } from './temp-folder.ts';
import type { VmImage } from './vm-image.ts';

/** Most guest lines that tell of a failure are printed only with these; Mesa 26 says at its level `debug` what Mesa 25 says at any. */
export const GUEST_ENV = { VN_DEBUG: 'init,result', MESA_LOG_LEVEL: 'debug' } as const;
const ALIVE_MS = 5_000;

export interface QemuGuestParts {
  target: VmTarget;
  host: HostStack;
  image: VmImage;
  stack: StackOptions;
  /** Null where nothing has to be mended; its plugin is null where it cannot be. */
  storeOrder: StoreOrder | null;
  /** Null where Venus' rings sleep as they do. */
  ringSleep: string | null;
  runDir: string;
}

/** A VM that is booted for this run and ends with it. */
export class QemuGuest implements Guest {
  readonly #parts: QemuGuestParts;
  readonly #logs: BootLogs;
  readonly #temp: TempFolder;
  readonly #times: LogTimes;
  readonly #kernelLog: KernelLog;
  #machine: QemuMachine | null = null;
  #link: GuestLink | null = null;
  #runner: ProbeRunner | null = null;
  #closing: Promise<void> | null = null;

  constructor(parts: QemuGuestParts) {
    this.#parts = { ...parts, runDir: resolve(parts.runDir) };
    this.#logs = BootLogs.create(this.#parts.runDir);
    this.#temp = TempFolder.create();
    this.#times = new LogTimes(this.#logs);
    this.#kernelLog = new KernelLog(this.#logs.path('dmesg'), (uptimeMs) => this.#times.kernelAnswered(uptimeMs));
  }

  async boot(onStage: (result: StageResult) => void): Promise<BootReport> {
    const { target, host, image, stack, storeOrder, ringSleep } = this.#parts;
    const stages = new Stages(target.timeScale, onStage);
    const argv = await this.#start(stages);
    const machine = this.machine;
    const tail = (): string => this.#logs.tail('console') || this.#logs.tail('qemu');
    if (image.marksConsole) await followConsole(machine, stages, tail);
    const link = new GuestLink(this.address);
    this.#link = link;
    await reachSsh(link, stages, tail, machine, image.marksConsole);
    const [gpuFinding] = await Promise.all([
      lookAtGpu(link, stages, image.marksConsole ? machine.console : null),
      image.prepare(link, stages.bound('ssh')),
    ]);
    const env = mergeEnv(GUEST_ENV, image.guestEnv, target.guestEnv ?? {}, stack.guestEnv);
    const runner = new ProbeRunner({
      link,
      kernelLog: this.#kernelLog,
      logs: this.#logs,
      times: this.#times,
      runDir: this.#parts.runDir,
      base: image.base,
      env,
    });
    this.#runner = runner;
    await startSupervisor(runner, stages, tail);
    const kernel = await askKernel(link, this.#times);
    const { identity, finding } = await lookAtVenus(runner, stages, venusObstacle(target.gpu));
    return {
      stages: stages.results,
      finding: gpuFinding ?? finding,
      stack: stackFacts({
        host,
        identity,
        kernel,
        qemu: machine.qmp.version,
        accelerator: target.accel,
        orderedStores: storeOrder === null ? null : storeOrder.plugin !== null,
        boundedRingSleep: ringSleep !== null,
        profile: target.profile,
        guestPackages: image.packages,
        replaced: { guestDriver: stack.guestDriver !== undefined },
        commandLine: argv,
      }),
    };
  }

  /** The VM, for what only its monitor can do. */
  get machine(): QemuMachine {
    if (!this.#machine) throw new Error('QemuGuest.machine before boot');
    return this.#machine;
  }

  /** Where and how its ssh server is reached, once QEMU runs. */
  get address(): SshAddress {
    const { image, target } = this.#parts;
    return {
      host: '127.0.0.1',
      port: this.machine.sshPort,
      ...image.login,
      silenceMs: silenceFor(target.timeScale),
    };
  }

  /** The connection, for what is not a probe. */
  get link(): GuestLink {
    if (!this.#link) throw new Error('QemuGuest.link before boot');
    return this.#link;
  }

  async runProbe(request: ProbeRequest): Promise<ProbeRun> {
    if (!this.#runner) throw new Error('QemuGuest.runProbe before boot');
    const run = await this.#runner.run(request);
    if (run.ended !== 'lost' && run.ended !== 'deadline') return run;
    const why = await this.machine.diedOf();
    return { ...run, reason: why ?? `${run.reason}; ${await this.machine.heldUpBy()}` };
  }

  async alive(): Promise<boolean> {
    if (!this.#link || this.machine.process.exit) return false;
    try {
      await this.#link.connect(ALIVE_MS, this.machine.gone);
      return this.#runner === null || (await this.#runner.alive(ALIVE_MS));
    } catch {
      return false;
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#runner?.close();
    this.#link?.close();
    await this.#machine?.close();
    this.#temp.remove();
  }

  async #start(stages: Stages): Promise<string[]> {
    const { target, host, image, stack, storeOrder, ringSleep } = this.#parts;
    let argv: string[] = [];
    await stages.must(
      'process',
      async (boundMs) => {
        if (this.#closing) throw new InfraError('the guest was closed before it booted');
        const socket = this.#temp.file('qmp');
        argv = qemuCommand({
          target,
          host,
          stack,
          logs: this.#logs,
          storeOrder: storeOrder?.plugin ?? null,
          ringSleep,
          tempFolder: this.#temp.path,
          paths: {
            console: this.#logs.path('console'),
            guestErrors: this.#logs.path('guest-errors'),
            qmp: socket,
            ...image.bootFiles(this.#temp.file('initrd')),
          },
        });
        this.#machine = new QemuMachine(argv, this.#logs, this.#temp);
        await this.#machine.connect(socket, boundMs);
        return `QEMU ${this.#machine.qmp.version}, ssh on 127.0.0.1:${this.#machine.sshPort}`;
      },
      () => this.#logs.tail('qemu'),
    );
    return argv;
  }
}
