import { InfraError, messageOf } from '../base/errors.ts';
import { createGuest } from '../guest/create-guest.ts';
import type { BootReport, StageResult } from '../guest/guest.ts';
import type { Case } from '../plan/case.ts';
import type { Expectation } from '../plan/expectation.ts';
import type { Plan } from '../plan/plan.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { RunRecord } from '../record/reader.ts';
import type { BootLine, Footer, Result } from '../record/schema.ts';
import type { RecordWriter } from '../record/writer.ts';
import { attemptCase } from './attempt-case.ts';
import { CachedParts } from './cached-parts.ts';
import { RecordClock } from './clock.ts';
import { type HostUnder, runHostCheck } from './host-checks.ts';
import type { RunObserver } from './observer.ts';
import { Recording } from './recording.ts';
import { notRun } from './run-case.ts';
import { RunLogs } from './run-logs.ts';
import { Session } from './session.ts';
import { catchStrayErrors } from './stray-errors.ts';

export interface RunInput {
  /** Its cases are those to be run now. */
  plan: Plan;
  /** The record that the run goes on with; null for a new one. */
  resumed: RunRecord | null;
  stack: StackOptions;
  expectations: readonly Expectation[];
  /** For host/baseline; null where there is no VM. */
  hostUnder: HostUnder | null;
  /** The folder that holds <area>/<case>/<profile>.png. */
  goldenRoot: string;
  run: string;
  runDir: string;
  writer: RecordWriter;
  observer: RunObserver;
  /** Guests side by side. */
  jobs: number;
  /** How often each case is run. */
  repeat: number;
  /** Aborted when the run is to stop; its reason is the signal's name. */
  signal: AbortSignal;
  /** Gives the caller a way to end everything at once. */
  onStart(closeAll: () => Promise<void>): void;
}

/**
 * Boots the plan's target, as many times as there are jobs, hands its cases out one by one, and records a result for
 * each of them.
 * @returns the footer, which says whether the run was good.
 * @throws InfraError where the guest was never reached, or the record cannot be written; the guests are closed all the same.
 */
export async function runPlan(input: RunInput): Promise<Footer> {
  const { plan, signal } = input;
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const clock = new RecordClock();
  const recording = new Recording({ ...input, clock });
  const sessions = makeSessions(input, recording, clock);
  const closeAll = async (): Promise<void> => void (await Promise.all(sessions.map((session) => session.close())));
  input.onStart(closeAll);
  const releaseStray = catchStrayErrors((error) => failure.abort(error));
  const logs = new RunLogs(input.runDir, input.resumed?.results);
  const queue = plan.cases.filter(({ hostCheck }) => hostCheck === null);
  try {
    const workers = sessions.map((session) =>
      work({ input, session, recording, logs, queue, signal: stop }).catch((error: unknown) => failure.abort(error)),
    );
    // A guest that boots, or is being built, does not hear of the end by itself.
    await Promise.race([Promise.all(workers), aborted(stop)]);
    if (failure.signal.aborted) throw asRunError(failure.signal.reason);
    const ends = sessions.flatMap(({ ended }) => ended ?? []);
    const stopped = async (): Promise<Footer> => {
      if (!recording.isOpen) await recording.openUnknown();
      return recording.close([...ends, `stopped by ${String(signal.reason)} after ${recording.progress}`], false);
    };
    if (signal.aborted) return await stopped();
    // A runner may have been killed after the last result of a guest.
    if (sessions.length === 0) await recording.openUnknown();
    if (!recording.isOpen) {
      const error = sessions.map(({ bootError }) => bootError).find((candidate) => candidate !== null);
      await recording.openUnknown();
      recording.close([error?.message ?? ends.join('; ')], true);
      throw error ?? new InfraError(ends.join('; '));
    }
    for (const probeCase of queue) record(input, recording, logs, notRun(probeCase, ends.join('; ')));
    await judgeRun(input, recording, logs, stop, closeAll);
    if (failure.signal.aborted) throw asRunError(failure.signal.reason);
    return signal.aborted ? await stopped() : recording.close(ends, false);
  } finally {
    await closeAll();
    releaseStray();
  }
}

/** The cases that judge the run from the outside: what its guests printed until now, then the host without them. */
async function judgeRun(
  input: RunInput,
  recording: Recording,
  logs: RunLogs,
  signal: AbortSignal,
  closeAll: () => Promise<void>,
): Promise<void> {
  for (const hostCase of input.plan.cases.filter(({ hostCheck }) => hostCheck !== null)) {
    if (signal.aborted) return;
    input.observer.start(hostCase.id);
    // What a guest prints when it is ended tells nothing; and the host's own turn must not share its processors.
    if (hostCase.hostCheck === 'baseline') await closeAll();
    const result = await runHostCheck(hostCase, input, logs, recording.profile, signal).catch((error: unknown) => {
      throw asRunError(error);
    });
    if (result && !signal.aborted) record(input, recording, logs, result);
  }
}

function makeSessions(input: RunInput, recording: Recording, clock: RecordClock): Session[] {
  const { plan, observer, runDir, stack, jobs } = input;
  let parts: CachedParts | null = null;
  const create = async () => {
    parts?.require();
    const guest = await createGuest(plan.target, { runDir, stack, progress: (line) => observer.note(line) });
    parts ??= CachedParts.of(plan.target);
    return guest;
  };
  const probes = plan.cases.filter(({ hostCheck }) => hostCheck === null).length;
  return Array.from(
    // A new run boots even where it has nothing but its own logs to judge: the boot is in them.
    { length: Math.min(jobs, Math.max(probes, input.resumed ? 0 : 1)) },
    () =>
      new Session({
        create,
        timeScale: plan.target.timeScale,
        note: (line) => observer.note(line),
        stage: (result) => observer.stage(result),
        booted: (report, error, stages) => recording.boot(bootLine(clock.now(), report, error, stages)),
      }),
  );
}

function bootLine(
  at: string,
  report: BootReport | null,
  error: InfraError | null,
  stages: readonly StageResult[],
): BootLine {
  return {
    type: 'boot',
    at,
    stages: stages.map(({ stage, ok, atMs, detail }) => ({ stage, ok, atMs, detail })),
    finding: report?.finding ?? null,
    infra: error?.message ?? null,
  };
}

interface Work {
  input: RunInput;
  session: Session;
  recording: Recording;
  logs: RunLogs;
  queue: Case[];
  signal: AbortSignal;
}

/** Takes cases for one session until there are none, it can run none, or the run stops. */
async function work({ input, session, recording, logs, queue, signal }: Work): Promise<void> {
  const context = { ...input, logs, timeScale: input.plan.target.timeScale, signal };
  while ((queue.length > 0 || !recording.isOpen) && !signal.aborted && (await session.ready())) {
    await recording.open(session.report.stack);
    const probeCase = queue.shift();
    if (!probeCase || signal.aborted) return;
    input.observer.start(probeCase.id);
    const result = await attemptCase(probeCase, session, context);
    if (!result) return;
    record(input, recording, logs, result);
  }
}

function record({ observer }: RunInput, recording: Recording, logs: RunLogs, result: Result): void {
  recording.result(result);
  logs.judged(result);
  observer.result(result);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

const DISK_FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** A full disk is first met by whatever writes next: a log, a picture, the record. */
function asRunError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (!DISK_FULL.has(code)) return error;
  return new InfraError(`the run's folder cannot be written any more: ${messageOf(error)}`, {
    cause: error,
    hint: 'Free space there, then `venus-suite run --resume RUN` goes on; or choose another folder with --out.',
  });
}
