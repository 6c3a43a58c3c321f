import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ExitCode, UsageError } from '../base/errors.ts';
import { dataRoot, packageRoot, runsRoot } from '../base/paths.ts';
import type { Installation, Command as Step } from '../nightly/installation.ts';
import type { NightlySettings } from '../plan/nightly-settings.ts';
import { DEFAULT_TARGET } from './run.ts';

interface InstallFlags {
  print?: boolean;
  yes?: boolean;
  platform: string;
}

/** `venus-suite nightly`: every night by launchd or systemd, and what it starts. */
export function registerNightly(program: Command): void {
  const nightly = program
    .command('nightly')
    .description('run the configured targets every night, by launchd or systemd')
    .addHelpText(
      'after',
      '\nExamples:\n  venus-suite nightly run\n  venus-suite nightly install --print\n  venus-suite nightly remove',
    );
  nightly
    .command('install')
    .description('schedule it; shows what it writes and runs before it does')
    .option('--print', 'only show it')
    .option('-y, --yes', 'do not ask')
    .option('--platform <name>', 'with --print: linux or darwin', process.platform)
    .addHelpText(
      'after',
      '\nExamples:\n  venus-suite nightly install --print\n  venus-suite nightly install --yes' +
        '\n\nWhat runs is the section `nightly` of venus-suite.config.ts in this folder: docs/nightly.md.',
    )
    .action(async (flags: InstallFlags) => {
      process.exitCode = await installCommand(flags);
    });
  nightly
    .command('remove')
    .description('take the schedule away; runs and history stay')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', '\nExamples:\n  venus-suite nightly remove\n  venus-suite nightly remove --yes')
    .action(async (flags: { yes?: boolean }) => {
      process.exitCode = await removeCommand(flags.yes === true);
    });
  nightly
    .command('run')
    .description('one night, now: runs, reports, onRegression, and only the newest runs kept')
    .option('--json', 'print {runs, report, problems, exit} on stdout, everything else on stderr')
    .addHelpText(
      'after',
      '\nExamples:\n  venus-suite nightly run\n  venus-suite nightly run --json' +
        '\n\nExit status: 0 every run was good, 1 an unexpected result, 3 a run or a part of the night could not be done.',
    )
    .action(async (flags: { json?: boolean }) => {
      process.exitCode = await runCommand(flags.json === true);
    });
}

/** @throws UsageError for a target or a query that names nothing: better now than at night. */
async function settingsOf(): Promise<NightlySettings> {
  const [{ allTargets, findTarget, loadConfig }, { nightlySettings }, { makePlan }, { allCases }] = await Promise.all([
    import('../plan/config.ts'),
    import('../plan/nightly-settings.ts'),
    import('../plan/plan.ts'),
    import('../plan/catalogue.ts'),
  ]);
  const settings = nightlySettings(await loadConfig(), { target: DEFAULT_TARGET, out: join(runsRoot(), 'nightly') });
  const targets = await allTargets();
  const cases = allCases();
  for (const name of settings.targets) {
    makePlan({ target: findTarget(name, targets), cases, query: settings.query });
  }
  return settings;
}

async function installationOf(settings: Pick<NightlySettings, 'at' | 'out'>, platform: string): Promise<Installation> {
  const [{ installationFor }, { jobEnvironment }] = await Promise.all([
    import('../nightly/installation.ts'),
    import('../nightly/job.ts'),
  ]);
  const job = {
    folder: process.cwd(),
    command: [process.execPath, join(packageRoot, 'bin', 'venus-suite.js'), 'nightly', 'run'],
    env: jobEnvironment(process.env),
    at: settings.at,
    log: join(settings.out, 'nightly.log'),
  };
  const uid = process.getuid?.() ?? 0;
  return installationFor(job, { platform, home: homedir(), uid, configHome: process.env['XDG_CONFIG_HOME'] });
}

async function installCommand({ print, yes, platform }: InstallFlags): Promise<number> {
  if (!print && platform !== process.platform) throw new UsageError('--platform goes with --print only.');
  const settings = await settingsOf();
  const installation = await installationOf(settings, platform);
  const { files, before, after, notes } = installation;
  const query = settings.query.length > 0 ? settings.query.join(' ') : 'all cases';
  say(
    `Every night: ${query} on ${settings.targets.join(', ')}; the newest ${settings.keep} runs of each stay in ${settings.out}.`,
  );
  for (const { path, text } of files) process.stdout.write(`\n${path}:\n${text.replaceAll(/^(?=.)/gm, '    ')}`);
  process.stdout.write(`\n${[...before, ...after].map(line).join('\n')}\n\n`);
  for (const note of notes) say(note);
  if (print) return ExitCode.good;
  const { install, presentFiles } = await import('../nightly/apply.ts');
  for (const path of presentFiles(installation)) say(`${path} is there already and will be replaced.`);
  if (!(await confirmed('Write these files and run these commands?', yes === true))) return ExitCode.usage;
  // launchd opens the log before the first run makes its folder.
  mkdirSync(settings.out, { recursive: true });
  install(installation);
  say('Installed. `venus-suite nightly remove` takes it away.');
  return ExitCode.good;
}

async function removeCommand(yes: boolean): Promise<number> {
  // What is removed does not depend on what it would run, nor on a config file that may be broken by now.
  const installation = await installationOf({ at: { hour: 0, minute: 0 }, out: runsRoot() }, process.platform);
  const { presentFiles, remove } = await import('../nightly/apply.ts');
  const present = presentFiles(installation);
  if (present.length === 0) {
    say('Nothing is installed.');
    return ExitCode.good;
  }
  process.stdout.write(
    `${[...installation.stop.map(line), ...present.map((path) => `remove ${path}`), ...installation.forget.map(line)].join('\n')}\n`,
  );
  if (!(await confirmed('Do this?', yes))) return ExitCode.usage;
  remove(installation);
  say('Removed. Runs and history stay.');
  return ExitCode.good;
}

async function runCommand(json: boolean): Promise<number> {
  const settings = await settingsOf();
  const [{ runNight, refuseToWait }, { withLock }, { listenForInterrupts }] = await Promise.all([
    import('../nightly/run-night.ts'),
    import('../stack/lock.ts'),
    import('../engine/interrupts.ts'),
  ]);
  mkdirSync(dataRoot(), { recursive: true, mode: 0o700 });
  // The runs end by themselves at the first signal; at a second one they hear of this process's end.
  const interrupts = listenForInterrupts(() => {});
  try {
    const night = await withLock(join(dataRoot(), '.nightly-lock'), refuseToWait, () =>
      runNight({ settings, folder: process.cwd(), signal: interrupts.signal, note: say }),
    );
    if (json) process.stdout.write(`${JSON.stringify(night, null, 2)}\n`);
    for (const { target, exit, news } of night.runs) {
      say(`${target}: exit ${exit}${news !== null && news.length > 0 ? `, new: ${news.join(', ')}` : ''}`);
    }
    if (night.report !== null) say(`report: ${night.report}`);
    return interrupts.exitStatus() ?? night.exit;
  } finally {
    interrupts.dispose();
  }
}

async function confirmed(question: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (process.stdin.isTTY !== true) {
    throw new UsageError('Nothing was changed: nobody is here to ask.', { hint: 'Say --yes.' });
  }
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return true;
    say('Nothing was changed.');
    return false;
  } finally {
    terminal.close();
  }
}

function line({ words }: Step): string {
  return words.join(' ');
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
