import { join } from 'node:path';
import type { Command } from 'commander';
import { ExitCode, UsageError } from '../base/errors.ts';
import type { Case } from '../plan/case.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import { addStackOptions, parseStackOptions, type StackFlags } from './stack-options.ts';

const DEFAULT_TARGET = 'tcg-arm64-16k';
const DEFAULT_BUDGET_S = 120;

interface DiagnoseFlags extends StackFlags {
  target: string;
  out?: string;
  goldens?: string;
  budget: string;
  json?: boolean;
}

/** `venus-suite diagnose`: from a failing case to the component to blame. */
export function registerDiagnose(program: Command): void {
  const command = program
    .command('diagnose')
    .description('vary one thing at a time and name cause and component; exit 0 where the case passes')
    .argument('<case>', 'the id of one case')
    .option('-t, --target <name>', 'the target on which it fails', DEFAULT_TARGET)
    .option('--out <dir>', "folder for the experiments' logs (default: ./runs)")
    .option('--goldens <dir>', "folder of goldens (default: the suite's own)")
    .option('--budget <seconds>', 'begin no new experiment after this', String(DEFAULT_BUDGET_S))
    .option('--json', 'print {case, outcome, cause, evidence, experiments, next, others} on stdout');
  addStackOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  venus-suite diagnose sync/fence-empty' +
        '\n  venus-suite diagnose drm/blob-placement --target tcg-arm64-4k --json' +
        '\n  venus-suite diagnose graphics/cube --render-server build/server/virgl_render_server',
    )
    .action(async (id: string, flags: DiagnoseFlags) => {
      process.exitCode = await diagnoseCommand(id, flags, parseStackOptions(flags));
    });
}

async function diagnoseCommand(id: string, flags: DiagnoseFlags, stack: StackOptions): Promise<number> {
  const budgetS = Number(flags.budget);
  if (!Number.isFinite(budgetS) || budgetS <= 0) {
    throw new UsageError(`--budget ${flags.budget}: is not a number of seconds.`, { hint: 'For example --budget 60.' });
  }
  const [
    { allTargets, findTarget },
    { allCases },
    { packageRoot, runsRoot },
    { createRunFolder },
    { listenForInterrupts },
    { GuestLaboratory },
    { diagnoseCase },
    { renderDiagnosis },
    { selectByQuery },
  ] = await Promise.all([
    import('../plan/config.ts'),
    import('../plan/catalogue.ts'),
    import('../base/paths.ts'),
    import('../record/run-folder.ts'),
    import('../engine/interrupts.ts'),
    import('../diagnose/laboratory.ts'),
    import('../diagnose/diagnose-case.ts'),
    import('../report/diagnosis-text.ts'),
    import('../plan/query.ts'),
  ]);
  const targets = await allTargets();
  const target = findTarget(flags.target, targets);
  const cases = new Map(allCases().map((candidate) => [candidate.id, candidate]));
  const probeCase = theCase(id, (query) => selectByQuery([...cases.values()], [query]));
  if (target.kind === 'host' && probeCase.needs.includes('vm')) {
    throw new UsageError(`${id} needs a VM, and the target host has none.`, {
      hint: 'Choose a target that boots one.',
    });
  }
  const { runDir } = createRunFolder(flags.out ?? runsRoot(), `diagnose-${target.name}`);
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  let closeAll = async (): Promise<void> => {};
  const interrupts = listenForInterrupts(() => closeAll());
  const laboratory = new GuestLaboratory({
    probeCase,
    cases,
    target,
    targets,
    stack,
    dir: runDir,
    goldenRoot: flags.goldens ?? join(packageRoot, 'golden'),
    signal: interrupts.signal,
    note: say,
  });
  closeAll = () => laboratory.close();
  say(`${id} on ${target.name}: logs in ${runDir}`);
  try {
    const { diagnosis, unreached } = await diagnoseCase(probeCase, laboratory, {
      budgetMs: budgetS * 1000,
      signal: interrupts.signal,
      note: say,
    });
    const stopped = interrupts.exitStatus();
    if (stopped !== null) {
      say(`stopped by ${String(interrupts.signal.reason)} before there was an answer; logs in ${runDir}`);
      return stopped;
    }
    if (flags.json) process.stdout.write(`${JSON.stringify(diagnosis, null, 2)}\n`);
    else process.stdout.write(`${renderDiagnosis(diagnosis, { color: process.stdout.isTTY === true })}\n`);
    const exit = diagnosis.outcome === 'pass' ? ExitCode.good : unreached ? ExitCode.infra : ExitCode.unexpected;
    return exit;
  } finally {
    await laboratory.close();
    interrupts.dispose();
  }
}

/** @throws UsageError that says what it could have been. */
function theCase(id: string, select: (query: string) => Case[]): Case {
  const found = select(id);
  const probeCase = found.find((candidate) => candidate.id === id);
  if (!probeCase) {
    const some = found.slice(0, 3).map((candidate) => candidate.id);
    throw new UsageError(`“${id}” is no case but names ${found.length}.`, {
      hint: `diagnose takes one: ${some.join(', ')}${found.length > some.length ? ', …' : ''}.`,
    });
  }
  if (probeCase.hostCheck !== null) {
    throw new UsageError(`${id} judges a whole run from the outside, and can not be run by itself.`, {
      hint: 'Its message names the cases that it is about: diagnose one of these.',
    });
  }
  return probeCase;
}
