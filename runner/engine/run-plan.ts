import { InfraError, messageOf } from '../base/errors.ts';
import { createGuest } from '../guest/create-guest.ts';
import type { BootReport, StageResult } from '../guest/guest.ts';
import { exitCodeFor } from '../judge/verdict.ts';
import type { Case } from '../plan/case.ts';
import type { Expectation } from '../plan/expectation.ts';
import type { Plan } from '../plan/plan.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import { countBy } from '../record/counts.ts';
import type { BootLine, Footer, Result, StackFacts } from '../record/schema.ts';
import { RECORD_SCHEMA } from '../record/schema.ts';
import type { RecordWriter } from '../record/writer.ts';
import { boundsFor } from './bounds.ts';
import type { RunObserver } from './observer.ts';
import { sourceRevision } from './revision.ts';
import { notRun, resultOf } from './run-case.ts';
import { Session } from './session.ts';

export interface RunInput {
  plan: Plan;
  stack: StackOptions;
  expectations: readonly Expectation[];
  /** The folder that holds <area>/<case>/<profile>.png. */
  goldenRoot: string;
  run: string;
  runDir: string;
  writer: RecordWriter;
  observer: RunObserver;
  /** Aborted when the run is to stop; its reason is the signal's name. */
  signal: AbortSignal;
  /** Gives the caller a way to end everything at once. */
  onSession(session: Session): void;
}

const unknownStack = (profile: string): StackFacts => ({
  qemu: null,
  virglrenderer: null,
  hostDriver: null,
  guestKernel: null,
  guestPageSize: null,
  guestMesa: null,
  deviceName: null,
  accelerator: null,
  profile,
  packages: { guest: [], host: [] },
  commandLine: [],
});

function bootLine(report: BootReport | null, error: InfraError | null, stages: readonly StageResult[]): BootLine {
  return {
    type: 'boot',
    at: new Date().toISOString(),
    stages: stages.map(({ stage, ok, atMs, detail }) => ({ stage, ok, atMs, detail })),
    finding: report?.finding ?? null,
    infra: error?.message ?? null,
  };
}

/**
 * Boots the plan's target, runs its cases one after the other, and records a result for each of them.
 * @returns the footer, which says whether the run was good.
 * @throws InfraError where the guest was never reached, or the record cannot be written; the record is closed all the same.
 */
export async function runPlan(input: RunInput): Promise<Footer> {
  const { plan, writer, observer } = input;
  const boots: BootLine[] = [];
  let headerWritten = false;
  const session = new Session(
    () =>
      createGuest(plan.target, { runDir: input.runDir, stack: input.stack, progress: (line) => observer.note(line) }),
    {
      note: (line) => observer.note(line),
      stage: (result) => observer.stage(result),
      booted(report, error, stages) {
        const line = bootLine(report, error, stages);
        boots.push(line);
        // The first one waits for the header, which holds what the boot found out about the stack.
        if (headerWritten) writer.append(line);
      },
    },
  );
  input.onSession(session);

  const revision = await sourceRevision();
  const startedAt = new Date().toISOString();
  const open = (stack: StackFacts): void => {
    writer.append({
      type: 'header',
      schema: RECORD_SCHEMA,
      run: input.run,
      target: plan.target.name,
      startedAt,
      revision,
      stack,
      plan: { ids: plan.cases.map(({ id }) => id), query: [...plan.query], shard: plan.shard },
    });
    for (const line of boots) writer.append(line);
    headerWritten = true;
  };

  const results: Result[] = [];
  const close = (findings: string[], infra: boolean): Footer => {
    const complete = results.length === plan.cases.length;
    const footer: Footer = {
      type: 'footer',
      finishedAt: new Date().toISOString(),
      complete,
      counts: countBy(results, ({ outcome }) => outcome),
      verdicts: countBy(results, ({ verdict }) => verdict),
      findings,
      exit: infra ? 3 : exitCodeFor(results, findings, complete),
    };
    writer.append(footer);
    return footer;
  };

  let report: BootReport;
  // Ctrl-C during a boot ends the guest, which makes the boot fail; during a set-up there is no guest to end.
  const stop = (): void => void session.close();
  input.signal.addEventListener('abort', stop, { once: true });
  try {
    report = await Promise.race([session.boot(), whenAborted(input.signal)]);
  } catch (error) {
    open(unknownStack(plan.target.profile ?? 'unknown'));
    close([messageOf(error)], true);
    await session.close();
    throw error;
  } finally {
    input.signal.removeEventListener('abort', stop);
  }
  try {
    open(report.stack);
    await runCases(input, session, report, results);
    const findings = boots.flatMap(({ finding }) => finding ?? []);
    if (session.ended) findings.push(session.ended);
    if (input.signal.aborted) {
      findings.push(`stopped by ${String(input.signal.reason)} after ${results.length} of ${plan.cases.length} cases`);
    }
    return close(findings, false);
  } finally {
    await session.close();
  }
}

/** Rejects when the signal is aborted. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(new InfraError(`stopped by ${String(signal.reason)} before the guest was up`));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

async function runCases(input: RunInput, session: Session, report: BootReport, results: Result[]): Promise<void> {
  const { plan, observer, writer } = input;
  const context = {
    runDir: input.runDir,
    goldenRoot: input.goldenRoot,
    profile: report.stack.profile,
    expectations: input.expectations,
  };
  const runOne = async (probeCase: Case): Promise<Result | null> => {
    if (session.ended) return notRun(probeCase, session.ended);
    const run = await session.run({
      id: probeCase.id,
      probe: probeCase.probe,
      args: probeCase.args,
      env: probeCase.env,
      bounds: boundsFor(probeCase, plan.target.timeScale, report.finding !== null),
      signal: input.signal,
    });
    // A case that was cut off by Ctrl-C has no result: the record says that it is missing.
    return run.ended === 'aborted' ? null : resultOf(probeCase, run, context);
  };
  for (const probeCase of plan.cases) {
    if (input.signal.aborted) return;
    observer.start(probeCase.id);
    const result = await runOne(probeCase);
    if (!result) return;
    writer.append(result);
    results.push(result);
    observer.result(result);
  }
}
