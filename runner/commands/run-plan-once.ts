import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { Target } from '../plan/target.ts';
import type { RunRecord } from '../record/reader.ts';
import type { Footer } from '../record/schema.ts';

export interface FinishedRun {
  run: string;
  record: string;
  counts: Record<string, number>;
  verdicts: Record<string, number>;
  exit: number;
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
  ] = await Promise.all([
    import('../plan/expectations.ts'),
    import('../record/run-folder.ts'),
    import('../record/run-owner.ts'),
    import('../record/writer.ts'),
    import('../engine/run-plan.ts'),
    import('../engine/interrupts.ts'),
    import('../report/live.ts'),
    import('../base/paths.ts'),
  ]);
  const { plan, resumed, stack, jobs, repeat } = input;
  const expectations = loadExpectations(plan.target, input.targets);
  const { run, runDir } = resumed
    ? { run: resumed.header.run, runDir: resumed.dir }
    : createRunFolder(input.out ?? runsRoot(), plan.target.name);
  const owner = RunOwner.take(runDir);
  const writer = resumed ? RecordWriter.resume(resumed.path) : RecordWriter.create(runDir);
  const live = createLive({ stream: process.stderr, tty: process.stderr.isTTY === true, total: plan.cases.length });
  let closeAll = async (): Promise<void> => {};
  const interrupts = listenForInterrupts(() => closeAll());
  live.note(`${plan.target.name}: ${plan.cases.length} cases, record in ${writer.path}`);
  let footer: Footer;
  try {
    footer = await runPlan({
      plan,
      resumed,
      stack,
      expectations,
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
  } finally {
    live.stop();
    interrupts.dispose();
    writer.close();
    owner.release();
  }
  await writeReports(runDir, process.stderr.isTTY === true);
  return {
    done: { run, record: writer.path, counts: footer.counts, verdicts: footer.verdicts, exit: footer.exit },
    interrupted: interrupts.exitStatus(),
  };
}

/** Every report is a pure function of the record: it is read back from the disk, not kept from the run. */
async function writeReports(runDir: string, color: boolean): Promise<void> {
  const [{ readRecord }, { toTap }, { toJUnit }, { renderSummary }] = await Promise.all([
    import('../record/reader.ts'),
    import('../report/tap.ts'),
    import('../report/junit.ts'),
    import('../report/terminal.ts'),
  ]);
  const record = readRecord(runDir);
  await writeFile(join(runDir, 'report.tap'), toTap(record));
  await writeFile(join(runDir, 'report.junit.xml'), await toJUnit(record));
  process.stderr.write(`${renderSummary(record, { color, width: process.stderr.columns ?? 100 })}\n`);
}
