import { mergeEnv } from '../plan/merge-env.ts';
import { caseFolder } from '../record/run-folder.ts';
import { fromShellStatus } from './exit-status.ts';
import { LIMITS, type ProbeRequest, type ProbeRun } from './guest.ts';
import type { GuestLink } from './guest-link.ts';
import type { Installation } from './install-probes.ts';
import type { KernelLog } from './kernel-log.ts';
import type { BootLogs, LogPositions } from './logs.ts';
import { announcedFiles, fetchFiles } from './probe-files.ts';
import { shellCommand } from './shell-words.ts';
import type { ExecResult } from './ssh-exec.ts';

/** Exit statuses of guest-programs/launcher/run-case.sh. */
const KILLED_AT_BOUND = 240;
const NEVER_STARTED = 241;
/** How long the end of a case is waited for in the kernel's log, which comes over a channel of its own. */
const END_MARKER_MS = 500;
/** The same where the probe was cut off, and the launcher has to kill it first. */
const CUT_OFF_MS = 3_000;

export interface ProbeRunnerParts {
  link: GuestLink;
  kernelLog: KernelLog;
  logs: BootLogs;
  runDir: string;
  installation: Installation;
  /** Environment of every probe; a request's own goes over it. */
  env: Readonly<Record<string, string>>;
}

/** Runs probes in a guest that is reached over ssh, one after the other. */
export class ProbeRunner {
  readonly #parts: ProbeRunnerParts;
  #count = 0;

  constructor(parts: ProbeRunnerParts) {
    this.#parts = parts;
  }

  async run(request: ProbeRequest): Promise<ProbeRun> {
    const { link, kernelLog, logs, runDir, installation } = this.#parts;
    const began = performance.now();
    const before = logs.positions();
    const tag = `${process.pid}-${++this.#count}`;
    const work = `${installation.base}/.work`;
    const result = await link.exec(this.#command(request, tag, work), {
      timeoutMs: request.bounds.deadline,
      limits: { stdout: LIMITS.protocol, stderr: LIMITS.stderr },
      ...(request.signal ? { signal: request.signal } : {}),
    });
    const durationMs = performance.now() - began;
    const protocol = result.stdout.toString('utf8');
    logs.append('guest-stderr', result.stderr);
    if (link.lost === null && result.code !== NEVER_STARTED) {
      await kernelLog.waitForEnd(tag, result.ended === 'exit' ? END_MARKER_MS : CUT_OFF_MS);
    }
    const left = Math.max(5_000, request.bounds.deadline - durationMs);
    const fetched = await fetchFiles(
      link,
      result.ended === 'exit' ? announcedFiles(protocol) : [],
      work,
      caseFolder(runDir, request.id),
      left,
    );
    return {
      protocol,
      stderr: result.stderr.toString('utf8'),
      ...endingOf(result),
      durationMs,
      processMs: kernelLog.elapsedMs(tag),
      files: fetched.files,
      fileErrors: fetched.errors,
      logs: this.#slices(before, tag, result.stderr.length),
    };
  }

  #command(request: ProbeRequest, tag: string, work: string): string {
    const { installation, env } = this.#parts;
    const program = `${installation.base}/probes/${request.probe}`;
    const variables = Object.entries(mergeEnv(env, request.env)).map(([name, value]) => `${name}=${value}`);
    const { alarm, kill } = request.bounds;
    const seconds = (kill / 1000).toFixed(1);
    const launcher = [`${installation.base}/run-case.sh`, tag, work, String(Math.round(alarm)), seconds, program];
    return `exec ${shellCommand([...installation.shell, ...launcher, ...variables, program, ...request.args])}`;
  }

  #slices(before: LogPositions, tag: string, stderrBytes: number): ProbeRun['logs'] {
    const dmesg = this.#parts.kernelLog.between(tag);
    const stderr = { start: before['guest-stderr'], end: before['guest-stderr'] + stderrBytes };
    return this.#parts.logs.slicesSince(before, { 'guest-stderr': stderr, ...(dmesg ? { dmesg } : {}) });
  }
}

function endingOf(result: ExecResult): Pick<ProbeRun, 'ended' | 'exitCode' | 'signal' | 'reason'> {
  const unseen = { exitCode: null, signal: null, reason: result.reason };
  if (result.ended === 'failed') return { ...unseen, ended: 'not-started' };
  if (result.ended !== 'exit' || result.code === null)
    return { ...unseen, ended: result.ended === 'exit' ? 'lost' : result.ended };
  if (result.code === KILLED_AT_BOUND) return { ...unseen, ended: 'killed', signal: 'SIGKILL' };
  if (result.code === NEVER_STARTED)
    return { ...unseen, ended: 'not-started', reason: result.stderr.toString('utf8').trim() };
  return { ...fromShellStatus(result.code), ended: 'exit', reason: null };
}
