import type { Command } from 'commander';
import type { Target } from '../plan/target.ts';
import type { Check } from '../stack/checks.ts';

const DEFAULT_TARGET = 'tcg-arm64-16k';
const MARK = { ok: 'ok     ', warn: 'note   ', missing: 'MISSING' } as const;

interface DoctorFlags {
  target?: string;
  hostDriver?: string;
  json?: boolean;
}

interface Diagnosis {
  target: string;
  title: string;
  runs: boolean;
  checks: Check[];
}

/** `venus-suite doctor`: what this machine can run, what is missing, and what mends it. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('what this machine can run, what is missing, and the command that mends it')
    .option('-t, --target <name>', 'only this target, in full')
    .option('--host-driver <choice>', 'which driver a run with it would have: auto, lavapipe, system, or ICD.json')
    .option('--json', 'one JSON document')
    .addHelpText(
      'after',
      `\nExit status 0 where the target (default: ${DEFAULT_TARGET}) can run, else 3.` +
        '\n\nExamples:\n  venus-suite doctor\n  venus-suite doctor --target host --host-driver auto',
    )
    .action(async (flags: DoctorFlags) => {
      const [{ allTargets, findTarget }, { canRun, checkTarget }, facts, { ExitCode }, { parseHostDriver }] =
        await Promise.all([
          import('../plan/config.ts'),
          import('../stack/checks.ts'),
          import('../stack/facts.ts'),
          import('../base/errors.ts'),
          import('./stack-options.ts'),
        ]);
      const { hostDriver } = parseHostDriver('--host-driver', flags.hostDriver);
      const targets = await allTargets();
      const asked = findTarget(flags.target ?? DEFAULT_TARGET, targets);
      const machine = facts.gatherMachineFacts();
      const diagnose = async (target: Target): Promise<Diagnosis> => {
        const checks = checkTarget(target, machine, await facts.gatherTargetFacts(target, hostDriver));
        return { target: target.name, title: target.title, runs: canRun(checks), checks };
      };
      const diagnoses = await Promise.all((flags.target === undefined ? targets : [asked]).map(diagnose));
      const full = diagnoses.find(({ target }) => target === asked.name);
      process.stdout.write(
        flags.json
          ? `${JSON.stringify({ machine, targets: diagnoses }, null, 2)}\n`
          : diagnoses.map((diagnosis) => describe(diagnosis, diagnosis === full)).join(''),
      );
      process.exitCode = full?.runs ? ExitCode.good : ExitCode.infra;
    });
}

/** In full: every check. Otherwise only what keeps the target from running. */
function describe({ target, title, runs, checks }: Diagnosis, full: boolean): string {
  const shown = full ? checks : checks.filter(({ status }) => status === 'missing');
  const lines = shown.flatMap(({ status, what, mend }) => [
    `  ${MARK[status]} ${what}`,
    ...(mend === null ? [] : [`          ${mend}`]),
  ]);
  return [`${target}: ${runs ? 'can run' : 'cannot run'} here (${title})`, ...lines, ''].join('\n');
}
