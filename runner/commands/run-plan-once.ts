import { join, resolve } from 'node:path';
import { ExitCode, InfraError, messageOf, UsageError } from '../base/errors.ts';
import type { FirstDiagnosis } from '../diagnose/first-diagnosis.ts';
import type { Plan } from '../plan/plan.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { Target } from '../plan/target.ts';
import type { RunRecord } from '../record/reader.ts';
import type { Footer } from '../record/schema.ts';
import { showError } from './show-error.ts';
import { tellHistory } from './tell-history.ts';
import { showBootDiagnosis, showSummary, writeReports } from './write-reports.ts';

export interface FinishedRun {
  run: string;
  record: string;
  counts: Record<string, number>;
  verdicts: Record<string, number>;
  exit: number;
  /** A first diagnosis of each unexpected result, or of a guest that was not reached. */
  diagnoses: FirstDiagnosis[];
  /** Unexpected results that were good in the run before; null where no history tells. */
  news: string[] | null;
}

export interface OneRun {
  plan: Plan;
  targets: readonly Target[];
  stack: StackOptions;
  /** The record to go on with; null for a new one under `out`. */
  resumed: RunRecord | null;
  out: string | undefined;
  goldens: string | undefined;
  jobs: number;
  repeat: number;
  /** Whether the run is added to this machine's history. */
  history: boolean;
}

/** Runs one plan on its target, shows it, and writes its reports. @returns the exit status of the signal that stopped it, or null. */
export async function runOnce(input: OneRun): Promise<{ done: FinishedRun; interrupted: number | null }> {
  const [
    { loadExpectations },
    { createRunFolder },
    { RunOwner },
    { RecordWriter },
    { runPlan },
    { listenForInterrupts },
    { createLive },
    { packageRoot, runsRoot },
    { hostUnder },
    { readDiagnoses },
  ] = await Promise.all([
    import('../plan/expectations.ts'),
    import('../record/run-folder.ts'),
    import('../record/run-owner.ts'),
    import('../record/writer.ts'),
    import('../engine/run-plan.ts'),
    import('../engine/interrupts.ts'),
    import('../report/live.ts'),
    import('../base/paths.ts'),
    import('../plan/baseline.ts'),
    import('../diagnose/read-diagnosed.ts'),
  ]);
  const { plan, resumed, stack, jobs, repeat } = input;
  const expectations = loadExpectations(plan.target, input.targets);
  const host = plan.target.kind === 'vm' ? hostUnder(plan.target, input.targets) : null;
  const { run, runDir } = resumed
    ? { run: resumed.header.run, runDir: resumed.dir }
    : createRunFolder(input.out ?? runsRoot(), plan.target.name);
  const owner = RunOwner.take(runDir);
  if (resumed) await requireUnchanged(resumed, owner);
  const writer = resumed ? RecordWriter.resume(resumed.path) : RecordWriter.create(runDir);
  const live = createLive({ stream: process.stderr, tty: process.stderr.isTTY === true, total: plan.cases.length });
  let closeAll = async (): Promise<void> => {};
  const interrupts = listenForInterrupts(() => closeAll());
  live.note(`${plan.target.name}: ${plan.cases.length} cases, record in ${writer.path}`);
  let footer: Footer | null = null;
  let failure: InfraError | null = null;
  try {
    footer = await runPlan({
      plan,
      resumed,
      stack,
      expectations,
      hostUnder: host && { target: host, expectations: loadExpectations(host, input.targets) },
      goldenRoot: resolve(input.goldens ?? join(packageRoot, 'golden')),
      run,
      runDir,
      writer,
      observer: live,
      jobs,
      repeat,
      signal: interrupts.signal,
      onStart: (close) => {
        closeAll = close;
      },
    });
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    failure = error;
  } finally {
    live.stop();
    interrupts.dispose();
    writer.close();
    owner.release();
  }
  if (failure) await tellFailure(failure, runDir);
  else await writeReports(runDir);
  const news = input.history ? await tellHistory(runDir) : null;
  if (!failure) await showSummary(runDir);
  return {
    done: {
      run,
      record: writer.path,
      counts: footer?.counts ?? {},
      verdicts: footer?.verdicts ?? {},
      exit: footer?.exit ?? ExitCode.infra,
      diagnoses: readDiagnoses(runDir),
      news,
    },
    interrupted: interrupts.exitStatus(),
  };
}

/** Its runner may have written more, and even have ended, between the reading of the record and its taking. */
async function requireUnchanged(resumed: RunRecord, owner: { release(): void }): Promise<void> {
  const { readRecord } = await import('../record/reader.ts');
  const { results, footer } = readRecord(resumed.path);
  if (results.length === resumed.results.length && (footer === null) === (resumed.footer === null)) return;
  owner.release();
  throw new UsageError(`${resumed.dir}: was still being written a moment ago.`, { hint: 'Give the command again.' });
}

/** A guest that was not reached ends this target's run, not the runs of the others; CI still finds its reports. */
async function tellFailure(failure: InfraError, runDir: string): Promise<void> {
  showError(failure);
  try {
    await writeReports(runDir);
    await showBootDiagnosis(runDir);
  } catch (error) {
    process.stderr.write(`  The reports in ${runDir} could not be written: ${messageOf(error)}\n`);
  }
}
