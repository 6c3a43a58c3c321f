import type { Command } from 'commander';
import { ExitCode, UsageError } from '../base/errors.ts';
import { formatDuration } from '../base/text.ts';
import type { Round } from '../bench/soak.ts';

const DEFAULT_TARGET = 'tcg-arm64-16k';
const DEFAULT_ROUNDS = 100;

interface SoakFlags {
  target: string;
  rounds: string;
  out: string;
  json?: boolean;
}

/** `venus-suite soak`: runs in a row, and what each has left on the host. */
export function registerSoak(program: Command): void {
  program
    .command('soak')
    .description('runs in a row; exit 1 on an unexpected result, or on anything left behind')
    .argument('[query...]', 'cases; the core of the catalogue without one')
    .option('-t, --target <name>', 'the target', DEFAULT_TARGET)
    .option('--rounds <n>', 'how many runs', String(DEFAULT_ROUNDS))
    .option('--out <dir>', 'where runs that are not good are kept', 'runs/soak')
    .option('--json', 'print {rounds, problems} as one JSON document on stdout')
    .addHelpText('after', '\nExamples:\n  venus-suite soak\n  venus-suite soak sync memory --rounds 10 --json')
    .action(async (query: string[], flags: SoakFlags) => {
      process.exitCode = await soakCommand(query, flags);
    });
}

async function soakCommand(query: readonly string[], flags: SoakFlags): Promise<number> {
  const rounds = Number(flags.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new UsageError(`--rounds ${flags.rounds}: expected 1 or more.`);
  const [{ soak }, { CORE_CASES }, { listenForInterrupts }, { allTargets, findTarget }] = await Promise.all([
    import('../bench/soak.ts'),
    import('../bench/core-cases.ts'),
    import('../engine/interrupts.ts'),
    import('../plan/config.ts'),
  ]);
  const target = findTarget(flags.target, await allTargets()).name;
  const print = (line: string): void => void (flags.json ? process.stderr : process.stdout).write(`${line}\n`);
  print(HEADINGS);
  const interrupts = listenForInterrupts(() => process.exit(ExitCode.infra));
  const { signal } = interrupts;
  const chosen = query.length > 0 ? query : CORE_CASES;
  const input = { target, query: chosen, rounds, out: flags.out, signal, round: (seen: Round) => print(row(seen)) };
  const result = await soak(input).finally(() => interrupts.dispose());
  if (flags.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  for (const problem of result.problems) print(problem);
  print(`${result.rounds.length} of ${rounds} rounds, ${result.problems.length} problems`);
  return interrupts.exitStatus() ?? (result.problems.length === 0 ? ExitCode.good : ExitCode.unexpected);
}

const HEADINGS =
  '| round | exit | time | cases | unexpected | processes | files | mounts | sockets | MiB available | open files |\n' +
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |';

function row({ round, exit, wallMs, cases, unexpected, leftovers, memAvailableMiB, openFiles }: Round): string {
  const { processes, files, mounts, sockets } = leftovers;
  const left = [processes, files, mounts, sockets].map(({ length }) => length);
  const cells = [round, exit, formatDuration(wallMs), cases, unexpected.length, ...left, memAvailableMiB, openFiles];
  return `| ${cells.join(' | ')} |`;
}
