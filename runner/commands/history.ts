import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { ExitCode, UsageError } from '../base/errors.ts';
import type { HistoryView } from '../report/history-view.ts';

const DEFAULT_LAST = 30;

interface HistoryFlags {
  target?: string[];
  last: string;
  all?: boolean;
  changed?: boolean;
  rebuild?: boolean;
  forgetMissing?: boolean;
  runs?: string[];
  json?: boolean;
}

/** `venus-suite history`: what all runs of this machine tell of a case. */
export function registerHistory(program: Command): void {
  program
    .command('history')
    .description('trend, flake rate and first bad run of cases, over all runs of this machine')
    .argument('[query...]', 'ids, areas or globs; with details; without one those that ever were bad, a line each')
    .option('-t, --target <name...>', 'only these targets')
    .option('--last <n>', 'how many runs a trend shows; dates and rates are over all', String(DEFAULT_LAST))
    .option('--all', 'without a query: also the cases that were good in every run')
    .option('--changed', 'also runs whose options changed the stack (--guest-driver, --host-layer, …)')
    .option('--rebuild', 'write the history anew from the records, in ./runs and wherever runs went before')
    .option('--runs <dir...>', 'with --rebuild: further folders of runs')
    .option('--forget-missing', 'with --rebuild: forget the runs whose records are gone')
    .option('--json', 'an array of {id, target, state, since, firstBad, off, flaky, trend, metrics} on stdout')
    .addHelpText(
      'after',
      '\nExamples:\n  venus-suite history\n  venus-suite history sync/fence-wait-any --target tcg-arm64-16k' +
        "\n  venus-suite history 'perf/*' --last 10 --json\n  venus-suite history --rebuild --runs ~/old-runs" +
        '\n\nExit status: 0 where the history could be read, whatever it says.',
    )
    .action(async (query: string[], flags: HistoryFlags) => {
      process.exitCode = flags.rebuild ? await rebuild(query, flags) : await show(query, flags);
    });
}

async function rebuild(query: readonly string[], flags: HistoryFlags): Promise<number> {
  if (query.length > 0) throw new UsageError('--rebuild takes no query: it reads every record.');
  const [{ historyPath }, { rebuildHistory }, { runsRoot }] = await Promise.all([
    import('../record/history/database.ts'),
    import('../record/history/rebuild.ts'),
    import('../base/paths.ts'),
  ]);
  for (const folder of flags.runs ?? []) {
    if (!existsSync(folder)) throw new UsageError(`--runs ${folder}: there is no such folder.`);
  }
  const path = historyPath();
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const rebuilt = await rebuildHistory(path, {
    folders: [runsRoot(), ...(flags.runs ?? [])],
    forget: flags.forgetMissing === true,
    onWait: (pid) => say(`Process ${pid} rebuilds the history; waiting for it …`),
  });
  for (const why of rebuilt.skipped) say(`left out: ${why}`);
  if (rebuilt.damaged !== null) say(`The damaged history was moved to ${rebuilt.damaged}.`);
  if (rebuilt.kept > 0) say(`${rebuilt.kept} runs stay whose records are gone; --forget-missing forgets them.`);
  if (flags.json) process.stdout.write(`${JSON.stringify({ history: path, ...rebuilt }, null, 2)}\n`);
  else say(`${rebuilt.runs} runs from ${rebuilt.folders.length} folders are in ${path}.`);
  return ExitCode.good;
}

async function show(query: string[], flags: HistoryFlags): Promise<number> {
  for (const [flag, name] of [
    ['forgetMissing', '--forget-missing'],
    ['runs', '--runs'],
  ] as const) {
    if (flags[flag] !== undefined) throw new UsageError(`${name} goes with --rebuild only.`);
  }
  if (!/^[1-9]\d{0,5}$/.test(flags.last)) throw new UsageError(`--last ${flags.last}: is not a whole number from 1.`);
  const last = Number(flags.last);
  const [{ historyPath, readHistory }, { viewHistory }, report] = await Promise.all([
    import('../record/history/database.ts'),
    import('../report/history-view.ts'),
    import('../report/history-report.ts'),
  ]);
  const path = historyPath();
  const selection = { query, targets: flags.target ?? null, changed: flags.changed === true };
  const views: HistoryView[] | null = await readHistory(path, (database) => viewHistory(database, selection));
  if (views === null || views.length === 0) {
    if (flags.json) process.stdout.write('[]\n');
    process.stderr.write(
      views === null
        ? `There is no history yet. \`venus-suite history --rebuild\` makes it from the records of earlier runs.\n`
        : 'No run in the history.\n',
    );
    return ExitCode.good;
  }
  if (flags.json) {
    process.stdout.write(
      `${JSON.stringify(
        views.map((view) => report.toJson(view, last)),
        null,
        2,
      )}\n`,
    );
    return ExitCode.good;
  }
  const details = query.length > 0;
  const everything = details || flags.all === true;
  const color = process.stdout.isTTY === true;
  process.stdout.write(`${report.renderHistory(views, { everything, details, last, color })}\n`);
  return ExitCode.good;
}
