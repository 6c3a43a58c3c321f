import { copyFileSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { release } from 'node:os';
import { join, resolve } from 'node:path';
import { InfraError } from '../base/errors.ts';
import { formatBytes } from '../base/text.ts';
import { mergeEnv } from '../plan/merge-env.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { HostTarget } from '../plan/target.ts';
import { caseFolder } from '../record/run-folder.ts';
import type { HostStack } from '../stack/host-stack.ts';
import { announcedFiles } from './announced-files.ts';
import {
  type BootReport,
  type FetchedFile,
  type Guest,
  LIMITS,
  type ProbeRequest,
  type ProbeRun,
  type StageResult,
} from './guest.ts';
import { hostLayerEnv } from './host-layer.ts';
import { runHostProcess } from './host-process.ts';
import { LogTimes } from './log-times.ts';
import { BootLogs } from './logs.ts';
import { identityOf, sanityRequest } from './sanity.ts';
import { stackFacts } from './stack-facts.ts';
import { Stages } from './stages.ts';
import { TempFolder } from './temp-folder.ts';

export interface HostDirectParts {
  target: HostTarget;
  host: HostStack;
  /** A folder that holds probes/<area>/<name>. */
  probes: string;
  stack: StackOptions;
  runDir: string;
}

/** No VM: the same probes on the host's own Vulkan driver, to tell its defects from those of Venus. */
export class HostDirect implements Guest {
  readonly #parts: HostDirectParts;
  readonly #logs: BootLogs;
  readonly #times: LogTimes;
  readonly #temp = TempFolder.create();

  constructor(parts: HostDirectParts) {
    this.#parts = { ...parts, runDir: resolve(parts.runDir) };
    this.#logs = BootLogs.create(this.#parts.runDir);
    this.#times = new LogTimes(this.#logs);
  }

  async boot(onStage: (result: StageResult) => void): Promise<BootReport> {
    const { target, host, probes, stack } = this.#parts;
    if (!existsSync(join(probes, 'probes'))) {
      throw new InfraError(`${probes} holds no folder \`probes\` with compiled programs`, {
        hint: '`venus-suite image build` builds them.',
      });
    }
    const stages = new Stages(target.timeScale, onStage);
    const identity = identityOf(await this.runProbe(sanityRequest(stages.bound('venus'))));
    // The probe asks for Venus, which is not here: that it sees another driver is what this target is for.
    const sees = identity.deviceName !== null;
    if (sees) stages.done('venus', identity.deviceName ?? '');
    const finding = sees ? null : stages.finding('venus', identity.problem ?? 'no Vulkan device');
    return {
      stages: stages.results,
      finding,
      stack: stackFacts({
        host,
        identity,
        kernel: { release: release(), pageSize: null },
        qemu: null,
        accelerator: null,
        orderedStores: null,
        boundedRingSleep: null,
        profile: target.profile,
        guestPackages: [],
        replaced: { guestDriver: stack.guestDriver !== undefined },
        commandLine: host.command(['PROBE'], { env: this.#env({}) }),
      }),
    };
  }

  async runProbe(request: ProbeRequest): Promise<ProbeRun> {
    const { host, probes, runDir } = this.#parts;
    const began = performance.now();
    const before = this.#logs.positions();
    const program = join(probes, 'probes', request.probe);
    if (!existsSync(program)) return notStarted(`there is no program ${program}`);
    const work = mkdtempSync(this.#temp.file('case-'));
    const argv = host.command(['/bin/sh', '-c', 'cd "$VENUS_SUITE_OUT" && exec "$@"', 'sh', program, ...request.args], {
      folders: [
        { path: join(probes, 'probes'), writable: false },
        { path: work, writable: true },
        ...(this.#parts.stack.hostLayer === undefined ? [] : [{ path: this.#parts.stack.hostLayer, writable: false }]),
      ],
      env: {
        ...this.#env(request.env),
        VENUS_SUITE_FD: '3',
        VENUS_SUITE_OUT: work,
        VENUS_SUITE_ALARM_MS: String(Math.round(request.bounds.alarm)),
      },
    });
    this.#times.caseBegan(request.id);
    const { arrivals, ...result } = await runHostProcess({
      argv,
      bounds: request.bounds,
      ...(request.signal ? { signal: request.signal } : {}),
    });
    this.#times.caseEnded();
    this.#logs.append('guest-stderr', Buffer.from(result.stderr));
    this.#times.printed(before['guest-stderr'], arrivals);
    const announced = result.ended === 'exit' ? announcedFiles(result.protocol) : [];
    const taken = takeFiles(announced, work, caseFolder(runDir, request.id));
    rmSync(work, { recursive: true, force: true });
    return {
      ...result,
      durationMs: performance.now() - began,
      files: taken.files,
      fileErrors: taken.errors,
      logs: this.#logs.slicesSince(before),
    };
  }

  alive(): Promise<boolean> {
    return Promise.resolve(true);
  }

  close(): Promise<void> {
    this.#temp.remove();
    return Promise.resolve();
  }

  #env(ofCase: Readonly<Record<string, string>>): Record<string, string> {
    const { target, stack } = this.#parts;
    const layer = stack.hostLayer === undefined ? {} : hostLayerEnv(stack.hostLayer);
    return mergeEnv(layer, target.hostEnv ?? {}, stack.hostEnv, target.guestEnv ?? {}, stack.guestEnv, ofCase);
  }
}

function notStarted(reason: string): ProbeRun {
  const nothing = { protocol: '', stderr: '', exitCode: null, signal: null, durationMs: 0, processMs: null };
  return { ...nothing, ended: 'not-started', reason, files: [], fileErrors: [], logs: [] };
}

interface FetchedFiles {
  files: FetchedFile[];
  errors: string[];
}

/** The same rules as for files out of a guest. */
function takeFiles(names: readonly string[], work: string, into: string): FetchedFiles {
  const taken: FetchedFiles = { files: [], errors: [] };
  for (const name of names) {
    const source = join(work, name);
    const stat = lstatSync(source, { throwIfNoEntry: false });
    if (!stat) taken.errors.push(`${name}: was announced but is not there`);
    else if (!stat.isFile()) taken.errors.push(`${name}: is not a plain file`);
    else if (stat.size > LIMITS.file) taken.errors.push(`${name}: is over the limit of ${formatBytes(LIMITS.file)}`);
    else {
      mkdirSync(into, { recursive: true });
      const path = join(into, name);
      copyFileSync(source, path);
      taken.files.push({ name, path, bytes: stat.size });
    }
  }
  return taken;
}
