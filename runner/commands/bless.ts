import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { bundle } from '../base/bundle.ts';
import { ExitCode, UsageError } from '../base/errors.ts';
import { packageRoot, runsRoot } from '../base/paths.ts';
import { printable } from '../base/text.ts';
import type { RunRecord } from '../record/reader.ts';
import type { Result } from '../record/schema.ts';

interface BlessFlags {
  goldens?: string;
  expectations?: boolean;
  reason?: string;
  link?: string;
  dryRun?: boolean;
  yes?: boolean;
}

/** What a blessing would do. */
interface Blessing {
  /** How the question names the changes: `2 goldens`. */
  what: string;
  /** Shown before anything is written; empty where there is nothing to do. */
  lines: string[];
  refusals: readonly { id: string; why: string }[];
  apply(): Promise<void>;
}

/** `venus-suite bless`: makes what a run showed the thing that is expected, after showing each change. */
export function registerBless(program: Command): void {
  program
    .command('bless')
    .description('write goldens or expectations from a run, showing each change')
    .argument('<run>', "a run's folder or id, or a target for its latest run")
    .argument('[query...]', 'ids, areas or globs; all cases without one')
    .option('--goldens <dir>', "folder of goldens (default: the suite's own)")
    .option('--expectations', "write the unexpected results to the target's expectations instead of goldens")
    .option('--reason <text>', 'for new expectations: which component, and what would mend it')
    .option('--link <url>', 'for new expectations: a thread, a commit, or a page of docs/')
    .option('--dry-run', 'show the changes and write nothing')
    .option('-y, --yes', 'write without asking; needed where there is no terminal to ask on')
    .addHelpText(
      'after',
      "\nExamples:\n  venus-suite bless tcg-arm64-16k graphics/cube --dry-run\n  venus-suite bless runs/20261121T… 'graphics/*'" +
        "\n  venus-suite bless tcg-arm64-4k drm --expectations --reason '4 KiB guest pages' --link docs/known.md",
    )
    .action(async (run: string, query: string[], flags: BlessFlags) => {
      process.exitCode = await bless(run, query, flags);
    });
}

async function bless(run: string, query: string[], flags: BlessFlags): Promise<number> {
  const [{ findRun }, { readRecord }, { selectByQuery }] = await Promise.all([
    import('../record/find-run.ts'),
    import('../record/reader.ts'),
    import('../plan/query.ts'),
  ]);
  requireWritable(flags);
  const record = readRecord(findRun(run, runsRoot()));
  if (record.footer === null) {
    throw new UsageError(
      `${record.path} has no footer: that run did not come to its end, and nothing is blessed from it.`,
      {
        hint: `Run it again: venus-suite run --target ${record.header.target}`,
      },
    );
  }
  const results = selectByQuery(record.results, query);
  const blessing = await (flags.expectations
    ? ofExpectations(record, results, flags)
    : ofGoldens(record, results, flags));
  for (const { id, why } of blessing.refusals) process.stderr.write(printable(`${id}: not blessed: ${why}\n`));
  if (blessing.lines.length === 0) {
    if (blessing.refusals.length > 0) throw new UsageError(`Nothing of ${record.header.run} can be blessed.`);
    process.stdout.write('Nothing to bless: what was selected is as expected.\n');
    return ExitCode.good;
  }
  process.stdout.write(printable(`${blessing.lines.join('\n')}\n`));
  if (flags.dryRun) return ExitCode.good;
  if (!flags.yes && !(await confirm(`Write ${blessing.what}?`))) {
    process.stdout.write('Nothing was written.\n');
    return ExitCode.good;
  }
  await blessing.apply();
  process.stdout.write(`Wrote ${blessing.what}.\n`);
  return ExitCode.good;
}

/** @throws UsageError where what is blessed would go into a bundle. */
function requireWritable({ goldens, expectations, dryRun }: BlessFlags): void {
  if (!bundle || dryRun || (goldens !== undefined && !expectations)) return;
  throw new UsageError('A bundle is not written to: what is blessed belongs into the checkout.', {
    hint: 'Copy the run to a checkout and bless it there, or give a folder of your own with --goldens.',
  });
}

async function ofGoldens(record: RunRecord, results: readonly Result[], flags: BlessFlags): Promise<Blessing> {
  const [{ planGoldens }, { writeGolden }] = await Promise.all([
    import('../judge/bless-goldens.ts'),
    import('../judge/golden-store.ts'),
  ]);
  const goldenRoot = resolve(flags.goldens ?? join(packageRoot, 'golden'));
  const { changes, refusals } = await planGoldens(record, results, goldenRoot);
  return {
    what: `${changes.length} golden${changes.length === 1 ? '' : 's'}`,
    lines: changes.flatMap(({ id, description }) => [id, ...description.map((line) => `  ${line}`)]),
    refusals,
    async apply() {
      for (const { paths, bytes, meta } of changes) await writeGolden(paths, bytes, meta);
    },
  };
}

async function ofExpectations(record: RunRecord, results: readonly Result[], flags: BlessFlags): Promise<Blessing> {
  const [{ planExpectations, writeExpectations }, { expectationsPath, readExpectations }] = await Promise.all([
    import('../judge/bless-expectations.ts'),
    import('../plan/expectations.ts'),
  ]);
  const path = expectationsPath(record.header.target);
  const { after, difference, refusals } = planExpectations(readExpectations(path), results, flags);
  return {
    what: path,
    lines: difference.length === 0 ? [] : [path, ...difference.map((line) => `  ${line}`)],
    refusals,
    apply: async () => writeExpectations(path, after),
  };
}

async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new UsageError('There is no terminal to ask on, so nothing was written.', {
      hint: 'Add --yes, after a look with --dry-run.',
    });
  }
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
