import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { ExitCode, InfraError } from '../base/errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { Target } from '../plan/target.ts';
import type { Footer } from '../record/schema.ts';
import { showError } from './show-error.ts';
import { addStackOptions, parseStackOptions, type StackFlags } from './stack-options.ts';

export const DEFAULT_TARGET = 'tcg-arm64-16k';

interface RunFlags extends StackFlags {
  target?: string[];
  out?: string;
  goldens?: string;
  shard?: string;
  json?: boolean;
  install?: boolean;
}

interface FinishedRun {
  run: string;
  record: string;
  counts: Record<string, number>;
  verdicts: Record<string, number>;
  exit: number;
}

/** `venus-suite run`: boot, probe, judge, record. */
export function registerRun(program: Command): void {
  const command = program
    .command('run')
    .description('boot, probe, judge, record')
    .argument('[query...]', 'ids, areas or globs; all cases without one')
    .option('-t, --target <name...>', `targets to run on, one after the other (default: ${DEFAULT_TARGET})`)
    .option('--out <dir>', 'folder for run records (default: ./runs)')
    .option('--goldens <dir>', "folder of goldens (default: the suite's own)")
    .option('--shard <i/n>', 'run the i-th of n parts of the plan')
    .option('--install', 'install missing Debian packages through apt first')
    .option('--json', 'print {run, record, counts, verdicts, exit} on stdout, everything else on stderr');
  addStackOptions(command)
    .addHelpText(
      'after',
      "\nExamples:\n  venus-suite run\n  venus-suite run sync 'memory/*' --target tcg-arm64-4k" +
        '\n  venus-suite run --guest-driver build/src/virtio/vulkan/libvulkan_virtio.so' +
        '\n  venus-suite run --target host --json',
    )
    .action(async (query: string[], flags: RunFlags) => {
      process.exitCode = await runCommand(query, flags, parseStackOptions(flags));
    });
}

async function runCommand(query: string[], flags: RunFlags, stack: StackOptions): Promise<number> {
  const [{ allTargets, findTarget }, { makePlan }, { allCases }] = await Promise.all([
    import('../plan/config.ts'),
    import('../plan/plan.ts'),
    import('../plan/catalogue.ts'),
  ]);
  const targets = await allTargets();
  const cases = allCases();
  // Every plan is made before anything boots: a mistyped name must not cost a boot.
  const plans = (flags.target ?? [DEFAULT_TARGET]).map((name) =>
    makePlan({ target: findTarget(name, targets), cases, query, shard: flags.shard }),
  );
  if (flags.install) {
    const { installPrerequisites } = await import('../stack/prerequisites.ts');
    installPrerequisites((line) => process.stderr.write(`${line}\n`));
  }
  const finished: FinishedRun[] = [];
  let stoppedBy: number | null = null;
  for (const plan of plans) {
    const { done, interrupted } = await runOne(plan, targets, stack, flags);
    finished.push(done);
    stoppedBy = interrupted;
    if (stoppedBy !== null) break;
  }
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(finished.length === 1 ? finished[0] : finished, null, 2)}\n`);
  }
  return stoppedBy ?? worstExit(finished.map(({ exit }) => exit));
}

/** An unexpected result outranks a machine that could not run: it is the one that somebody must look at. */
function worstExit(exits: readonly number[]): number {
  if (exits.includes(ExitCode.unexpected)) return ExitCode.unexpected;
  return Math.max(ExitCode.good, ...exits);
}

async function runOne(
  plan: Plan,
  targets: readonly Target[],
  stack: StackOptions,
  flags: RunFlags,
): Promise<{ done: FinishedRun; interrupted: number | null }> {
  const [
    { loadExpectations },
    { createRunFolder },
    { RecordWriter },
    { runPlan },
    { listenForInterrupts },
    { createLive },
  ] = await Promise.all([
    import('../plan/expectations.ts'),
    import('../record/run-folder.ts'),
    import('../record/writer.ts'),
    import('../engine/run-plan.ts'),
    import('../engine/interrupts.ts'),
    import('../report/live.ts'),
  ]);
  const { packageRoot, runsRoot } = await import('../base/paths.ts');
  const expectations = loadExpectations(plan.target, targets);
  const { run, runDir } = await createRunFolder(flags.out ?? runsRoot(), plan.target.name);
  const writer = RecordWriter.create(runDir);
  const live = createLive({ stream: process.stderr, tty: process.stderr.isTTY === true, total: plan.cases.length });
  let forceEnd = (): void => {};
  const interrupts = listenForInterrupts(() => forceEnd());
  live.note(`${plan.target.name}: ${plan.cases.length} cases, record in ${writer.path}`);
  let footer: Footer | null = null;
  let failure: InfraError | null = null;
  try {
    footer = await runPlan({
      plan,
      stack,
      expectations,
      goldenRoot: resolve(flags.goldens ?? join(packageRoot, 'golden')),
      run,
      runDir,
      writer,
      observer: live,
      signal: interrupts.signal,
      onSession: (session) => {
        forceEnd = () => void session.close();
      },
    });
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    failure = error;
  } finally {
    live.stop();
    interrupts.dispose();
    writer.close();
  }
  // A guest that was not reached ends this target's run, not the runs of the others.
  if (failure) showError(failure);
  await writeReports(runDir, failure === null);
  return {
    done: {
      run,
      record: writer.path,
      counts: footer?.counts ?? {},
      verdicts: footer?.verdicts ?? {},
      exit: footer?.exit ?? ExitCode.infra,
    },
    interrupted: interrupts.exitStatus(),
  };
}

/** Every report is a pure function of the record: it is read back from the disk, not kept from the run. */
async function writeReports(runDir: string, summary: boolean): Promise<void> {
  const [{ readRecord }, { toTap }, { toJUnit }, { renderSummary }] = await Promise.all([
    import('../record/reader.ts'),
    import('../report/tap.ts'),
    import('../report/junit.ts'),
    import('../report/terminal.ts'),
  ]);
  const record = readRecord(runDir);
  await writeFile(join(runDir, 'report.tap'), toTap(record));
  await writeFile(join(runDir, 'report.junit.xml'), await toJUnit(record));
  if (!summary) return;
  const color = process.stderr.isTTY === true;
  process.stderr.write(`${renderSummary(record, { color, width: process.stderr.columns ?? 100 })}\n`);
}
