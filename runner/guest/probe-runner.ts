import { messageOf } from '../base/errors.ts';
import { mergeEnv } from '../plan/merge-env.ts';
import { caseFolder } from '../record/run-folder.ts';
import { CaseCollector } from './case-collector.ts';
import { LIMITS, type ProbeRequest, type ProbeRun } from './guest.ts';
import type { GuestLink } from './guest-link.ts';
import type { KernelLog } from './kernel-log.ts';
import type { LogTimes } from './log-times.ts';
import type { BootLogs, LogPositions } from './logs.ts';
import { shellCommand } from './shell-words.ts';
import { Supervisor } from './supervisor.ts';
import { type CaseEnd, lacks } from './supervisor-messages.ts';
import { openSupervisorOverSsh } from './supervisor-pipe.ts';

export interface ProbeRunnerParts {
  link: GuestLink;
  kernelLog: KernelLog;
  logs: BootLogs;
  times: LogTimes;
  runDir: string;
  /** The folder in the guest that holds `supervisor` and probes/<area>/<name>. */
  base: string;
  /** Environment of every probe; a request's own goes over it. */
  env: Readonly<Record<string, string>>;
}

/** Runs probes in a guest, one after the other, through the supervisor in it, which it starts anew where it is gone. */
export class ProbeRunner {
  readonly #parts: ProbeRunnerParts;
  #supervisor: Supervisor | null = null;

  constructor(parts: ProbeRunnerParts) {
    this.#parts = parts;
  }

  /**
   * Starts the supervisor, unless one is there.
   * @throws Error where that is impossible within the bound.
   */
  async start(timeoutMs: number): Promise<Supervisor> {
    if (this.#supervisor?.lost === null) return this.#supervisor;
    const { link, kernelLog, base } = this.#parts;
    const deadline = performance.now() + timeoutMs;
    const left = (): number => Math.max(1, deadline - performance.now());
    const connection = await link.connect(timeoutMs);
    const command = `exec ${shellCommand([`${base}/supervisor`, base])}`;
    kernelLog.restart();
    this.#supervisor = await Supervisor.start(
      (events) => openSupervisorOverSsh(connection, command, left(), events),
      (records) => kernelLog.push(records),
      left,
    );
    const { hello } = this.#supervisor;
    const missing = hello ? lacks(hello) : '';
    if (missing !== '') kernelLog.note(`the guest lends its supervisor no ${missing}`);
    return this.#supervisor;
  }

  /** Whether the guest still runs processes, within the bound. */
  async alive(timeoutMs: number): Promise<boolean> {
    try {
      const supervisor = await this.start(timeoutMs);
      return await supervisor.ping(timeoutMs);
    } catch {
      return false;
    }
  }

  close(): void {
    this.#supervisor?.close();
  }

  async run(request: ProbeRequest): Promise<ProbeRun> {
    const { kernelLog, logs, times, runDir } = this.#parts;
    const began = performance.now();
    times.caseBegan(request.id);
    const before = logs.positions();
    const collector = new CaseCollector(kernelLog, caseFolder(runDir, request.id));
    const { end, durationMs } = await this.#runOrTell(request, collector, began);
    times.caseEnded();
    const stderr = collector.output.bytes();
    logs.append('guest-stderr', stderr);
    times.printed(before['guest-stderr'], collector.output.arrivals);
    const missing = end.ended === 'exit' ? collector.files.missing() : [];
    return {
      protocol: collector.protocol.text(),
      stderr: stderr.toString('utf8'),
      ...end,
      durationMs,
      files: collector.files.files,
      fileErrors: [...collector.files.errors, ...missing.map((name) => `${name}: was not sent by the guest`)],
      logs: this.#slices(before, collector, stderr.length),
    };
  }

  async #runOrTell(
    request: ProbeRequest,
    collector: CaseCollector,
    began: number,
  ): Promise<{ end: CaseEnd; durationMs: number }> {
    const { deadline } = request.bounds;
    const tell = (end: CaseEnd): { end: CaseEnd; durationMs: number } => ({
      end,
      durationMs: performance.now() - began,
    });
    const nothing = { exitCode: null, signal: null, processMs: null };
    const { link } = this.#parts;
    if (link.lost !== null) return tell({ ...nothing, ended: 'lost', reason: link.lost });
    let supervisor: Supervisor;
    try {
      supervisor = await this.start(deadline);
    } catch (error) {
      const ended = performance.now() - began < deadline ? 'lost' : 'deadline';
      return tell({ ...nothing, ended, reason: messageOf(error) });
    }
    let durationMs = 0;
    const end = await supervisor.run(this.#message(request), collector, {
      deadlineMs: deadline - (performance.now() - began),
      ...(request.signal ? { signal: request.signal } : {}),
      onDecided: () => {
        durationMs = performance.now() - began;
      },
    });
    return { end, durationMs };
  }

  #message(request: ProbeRequest) {
    const { base, env } = this.#parts;
    return {
      argv: [`${base}/probes/${request.probe}`, ...request.args],
      env: mergeEnv(env, request.env, { VENUS_SUITE_ALARM_MS: String(Math.round(request.bounds.alarm)) }),
      killMs: request.bounds.kill,
      limits: { protocol: LIMITS.protocol, output: LIMITS.stderr, file: LIMITS.file, files: LIMITS.files },
      memoryMiB: 0,
      processes: LIMITS.processes,
    };
  }

  #slices(before: LogPositions, { dmesg }: CaseCollector, stderrBytes: number): ProbeRun['logs'] {
    const stderr = { start: before['guest-stderr'], end: before['guest-stderr'] + stderrBytes };
    // Where the case never started, nothing of the kernel's log is its own.
    const none = { start: before.dmesg, end: before.dmesg };
    return this.#parts.logs.slicesSince(before, { 'guest-stderr': stderr, dmesg: dmesg ?? none });
  }
}
