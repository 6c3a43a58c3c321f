import type { Command } from 'commander';
import { ExitCode, UsageError } from '../base/errors.ts';
import type { Figures } from '../bench/figures.ts';

const DEFAULT_TARGET = 'tcg-arm64-16k';
const DEFAULT_ROUNDS = 5;

interface BenchFlags {
  target: string;
  rounds: string;
  json?: boolean;
}

/** `venus-suite bench`: the suite's own speed, each figure a ratio of two things measured in turn. */
export function registerBench(program: Command): void {
  program
    .command('bench')
    .description("the suite's own speed; exit 1 where a bound is missed")
    .argument('[name...]', 'boot, catalogue, seeds, jobs, images, compare; all without one')
    .option('-t, --target <name>', 'the VM to measure on', DEFAULT_TARGET)
    .option('--rounds <n>', 'how often each is measured; the median counts', String(DEFAULT_ROUNDS))
    .option('--json', 'print the figures as one JSON document on stdout')
    .addHelpText(
      'after',
      '\ndocs/bench.md says how each figure is measured.\n\nExamples:\n  venus-suite bench boot\n  venus-suite bench --rounds 9 --json',
    )
    .action(async (names: string[], flags: BenchFlags) => {
      process.exitCode = await benchCommand(names, flags);
    });
}

async function benchCommand(names: readonly string[], flags: BenchFlags): Promise<number> {
  const rounds = Number(flags.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new UsageError(`--rounds ${flags.rounds}: expected 1 or more.`);
  const [
    { selectMeasurements },
    { runBench },
    { missedBounds, BOUNDS },
    { listenForInterrupts },
    { allTargets, findTarget },
  ] = await Promise.all([
    import('../bench/measurements.ts'),
    import('../bench/run-bench.ts'),
    import('../bench/bounds.ts'),
    import('../engine/interrupts.ts'),
    import('../plan/config.ts'),
  ]);
  const measurements = selectMeasurements(names);
  const target = findTarget(flags.target, await allTargets());
  if (target.kind !== 'vm' || target.image.kind !== 'built') {
    throw new UsageError(`${target.name}: \`bench\` measures a VM that boots an image of the suite's own.`);
  }
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const interrupts = listenForInterrupts(() => {});
  // What was started ends with this process.
  interrupts.signal.addEventListener('abort', () => process.exit(interrupts.exitStatus() ?? ExitCode.infra));
  const figures = await runBench(measurements, { target, rounds, note: say }).finally(() => interrupts.dispose());
  if (flags.json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  else process.stdout.write(`${asLines(figures).join('\n')}\n`);
  const missed = missedBounds(figures);
  for (const { figure, is, limit } of missed) say(`MISSED: ${figure} ${figures[figure]?.toFixed(3)}, ${is} ${limit}`);
  if (missed.length === 0) {
    const held = BOUNDS.filter(({ figure }) => figures[figure] !== null).length;
    say(`${held} of ${BOUNDS.length} bounds measured, none missed`);
  }
  return missed.length === 0 ? ExitCode.good : ExitCode.unexpected;
}

function asLines({ imageMpxPerSecond: images, bestCpus, ...ratios }: Figures): string[] {
  const rows = Object.entries(ratios).flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${value.toFixed(3)}`],
  );
  const speeds = Object.entries(images ?? {}).map(([name, value]) => `image Mpx/s ${name} ${value?.toFixed(1) ?? '-'}`);
  const cpus = bestCpus === null ? [] : [`best -smp: ${bestCpus.jobs1} for one job, ${bestCpus.jobs2} for two`];
  return [...rows, ...cpus, ...speeds];
}
