import type { Command } from 'commander';
import { ExitCode, UsageError } from '../base/errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { RunRecord } from '../record/reader.ts';
import type { FinishedRun } from './run-plan-once.ts';
import { addStackOptions, parseStackOptions, type StackFlags } from './stack-options.ts';

export const DEFAULT_TARGET = 'tcg-arm64-16k';

interface RunFlags extends StackFlags {
  target?: string[];
  out?: string;
  goldens?: string;
  shard?: string;
  jobs?: string;
  repeat?: string;
  resume?: string;
  json?: boolean;
  install?: boolean;
  /** commander's own `true` where `--no-history` is not given. */
  history: boolean;
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
    .option('--jobs <n>', 'guests side by side (default: 1)')
    .option('--repeat <n>', 'run each case n times; one that ends both ways is flaky (default: 1)')
    .option('--resume <run>', 'go on with a run whose runner was stopped; its plan is that of its record')
    .option('--install', 'install missing Debian packages through apt first')
    .option('--no-history', "leave this machine's history as it is")
    .option(
      '--json',
      'print {run, record, counts, verdicts, exit, diagnoses, news} on stdout, everything else on stderr',
    );
  addStackOptions(command)
    .addHelpText(
      'after',
      "\nExamples:\n  venus-suite run\n  venus-suite run sync 'memory/*' --target tcg-arm64-4k" +
        '\n  venus-suite run --guest-driver build/src/virtio/vulkan/libvulkan_virtio.so' +
        '\n  venus-suite run --target host --json' +
        '\n  venus-suite run sync --repeat 20 --jobs 2' +
        '\n  venus-suite run --resume tcg-arm64-16k',
    )
    .action(async (query: string[], flags: RunFlags) => {
      process.exitCode = await runCommand(query, flags, parseStackOptions(flags));
    });
}

interface Work {
  plan: Plan;
  resumed: RunRecord | null;
  repeat: number;
}

async function runCommand(query: string[], flags: RunFlags, stack: StackOptions): Promise<number> {
  const [{ allTargets }, { runOnce }] = await Promise.all([import('../plan/config.ts'), import('./run-plan-once.ts')]);
  const jobs = wholeNumber('--jobs', flags.jobs ?? '1');
  const targets = await allTargets();
  // Every plan is made before anything boots: a mistyped name must not cost a boot.
  const works =
    flags.resume === undefined
      ? await newWorks(query, flags, targets)
      : [await resumedWork(flags.resume, query, flags, targets)];
  for (const { plan } of works) requireJobs(plan, jobs);
  if (flags.install) {
    const { installPrerequisites } = await import('../stack/prerequisites.ts');
    installPrerequisites((line) => process.stderr.write(`${line}\n`));
  }
  const finished: FinishedRun[] = [];
  let stoppedBy: number | null = null;
  for (const work of works) {
    const { out, goldens, history } = flags;
    const { done, interrupted } = await runOnce({ ...work, targets, stack, jobs, out, goldens, history });
    finished.push(done);
    stoppedBy = interrupted;
    if (stoppedBy !== null) break;
  }
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(finished.length === 1 ? finished[0] : finished, null, 2)}\n`);
  }
  return stoppedBy ?? worstExit(finished.map(({ exit }) => exit));
}

async function newWorks(query: string[], flags: RunFlags, targets: readonly Plan['target'][]): Promise<Work[]> {
  const [{ findTarget }, { makePlan }, { allCases }] = await Promise.all([
    import('../plan/config.ts'),
    import('../plan/plan.ts'),
    import('../plan/catalogue.ts'),
  ]);
  const cases = allCases();
  const repeat = wholeNumber('--repeat', flags.repeat ?? '1');
  return (flags.target ?? [DEFAULT_TARGET]).map((name) => ({
    plan: makePlan({ target: findTarget(name, targets), cases, query, shard: flags.shard }),
    resumed: null,
    repeat,
  }));
}

async function resumedWork(
  name: string,
  query: string[],
  flags: RunFlags,
  targets: readonly Plan['target'][],
): Promise<Work> {
  const fixed = (['target', 'shard', 'repeat'] as const).find((flag) => flags[flag] !== undefined);
  if (fixed !== undefined || query.length > 0) {
    const what = fixed === undefined ? `The query “${query.join(' ')}”` : `--${fixed}`;
    throw new UsageError(`${what} does not go with --resume.`, { hint: "What is left to run is in the run's record." });
  }
  const [{ findRun }, { readRecord }, { planToResume }, { allCases }, { runsRoot }] = await Promise.all([
    import('../record/find-run.ts'),
    import('../record/reader.ts'),
    import('./resume-plan.ts'),
    import('../plan/catalogue.ts'),
    import('../base/paths.ts'),
  ]);
  const resumed = readRecord(findRun(name, flags.out ?? runsRoot()));
  return {
    plan: planToResume(resumed, targets, allCases()),
    resumed,
    repeat: resumed.header.plan.repeat ?? 1,
  };
}

/** @throws UsageError that names the option. */
function wholeNumber(option: string, value: string): number {
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value);
  throw new UsageError(`${option} ${value}: is not a whole number from 1.`, { hint: `For example ${option} 2.` });
}

/** @throws UsageError for several guests where there is only one. */
function requireJobs({ target }: Plan, jobs: number): void {
  if (jobs === 1 || target.kind === 'host' || target.image.kind !== 'running') return;
  throw new UsageError(`--jobs ${jobs}: ${target.name} is one guest that runs already.`, { hint: 'Leave --jobs out.' });
}

/** An unexpected result outranks a machine that could not run: it is the one that somebody must look at. */
function worstExit(exits: readonly number[]): number {
  if (exits.includes(ExitCode.unexpected)) return ExitCode.unexpected;
  return Math.max(ExitCode.good, ...exits);
}
