import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ExitCode, UsageError } from '../base/errors.ts';
import { runsRoot } from '../base/paths.ts';
import type { Digest } from '../compare/digest.ts';
import type { MatrixRow } from '../compare/matrix.ts';
import type { FullComparison } from '../report/comparison/sections.ts';

interface CompareFlags {
  json?: boolean;
  markdown?: string | true;
  html?: string;
  out?: string;
}

/** Above this many results a page takes a browser longer to open than a person waits. */
const HTML_LIMIT = 50_000;

/** `venus-suite compare`: what differs between runs, and what could explain it. */
export function registerCompare(program: Command): void {
  program
    .command('compare')
    .description(
      'what differs between runs: stack, outcomes, metrics, pictures; the first is compared with each other one',
    )
    .argument('<run...>', "two or more: runs' folders or ids, or targets for their latest runs")
    .option(
      '--json',
      'print {runs, stacks, regressions, fixes, changed, missing, added, removed, timings, pictures, same, good} on stdout',
    )
    .option('--markdown [file]', 'write Markdown for a pull request; to stdout without a file')
    .option('--html <file>', 'write a page that needs no server')
    .option('--out <dir>', 'folder of run records (default: ./runs)')
    .addHelpText(
      'after',
      '\nExamples:\n  venus-suite compare tcg-arm64-16k hvf-arm64-16k\n  venus-suite compare tcg-arm64-16k-trixie tcg-arm64-16k --html compare.html' +
        '\n  venus-suite compare host tcg-arm64-16k tcg-arm64-4k --markdown >> "$GITHUB_STEP_SUMMARY"' +
        '\n\nExit status: 1 where a later run is worse than the first, or one of them is not whole; metrics alone do not count.',
    )
    .action(async (names: string[], flags: CompareFlags) => {
      process.exitCode = await compare(names, flags);
    });
}

async function compare(names: readonly string[], flags: CompareFlags): Promise<number> {
  if (names.length < 2) throw new UsageError('compare wants two runs or more.', { hint: 'Name the base first.' });
  if (flags.json && flags.markdown === true)
    throw new UsageError('--json and --markdown without a file both want stdout.', { hint: 'Give --markdown a file.' });
  const [{ findRun }, { readDigests }, { compareRuns, isGood }, { changedPictures }, { matrixOf }, { labelsOf }] =
    await Promise.all([
      import('../record/find-run.ts'),
      import('../compare/read-digest.ts'),
      import('../compare/compare.ts'),
      import('../compare/pictures.ts'),
      import('../compare/matrix.ts'),
      import('../report/columns.ts'),
    ]);
  const root = flags.out ?? runsRoot();
  const digests = await readDigests(names.map((name) => findRun(name, root)));
  const labels = labelsOf(digests);
  const comparison: FullComparison = { ...compareRuns(digests, labels), pictures: [] };
  const [first, ...others] = digests;
  for (const [i, other] of others.entries()) {
    if (first) comparison.pictures.push(...(await changedPictures(first, other, labels[i + 1] ?? '')));
  }
  const { diagnoseChanges } = await import('../diagnose/diagnose-changes.ts');
  comparison.regressions = diagnoseChanges(comparison.regressions, ({ run }) => recordOf(comparison, run));
  const good = isGood(comparison);
  const matrix = matrixOf(comparison, digests);
  await writeFiles(comparison, matrix, good, digests, flags);
  if (flags.json) process.stdout.write(`${JSON.stringify({ ...comparison, good }, null, 2)}\n`);
  else if (flags.markdown !== true) {
    const { comparisonText } = await import('../report/comparison/terminal.ts');
    const view = { color: process.stdout.isTTY === true, width: process.stdout.columns ?? 200 };
    process.stdout.write(`${comparisonText(comparison, matrix, view)}\n`);
  }
  return good ? ExitCode.good : ExitCode.unexpected;
}

/** Of a run by its label; null for one that is too large to be read as a whole. */
function recordOf({ runs }: FullComparison, label: string): string | null {
  const found = runs.find((run) => run.label === label);
  return found && found.cases <= HTML_LIMIT ? found.record : null;
}

async function writeFiles(
  comparison: FullComparison,
  matrix: readonly MatrixRow[],
  good: boolean,
  digests: readonly Digest[],
  { markdown, html }: CompareFlags,
): Promise<void> {
  const { replaceFile } = await import('../report/replace-file.ts');
  if (markdown !== undefined) {
    const { comparisonMarkdown } = await import('../report/comparison/markdown.ts');
    const text = comparisonMarkdown(comparison, matrix, good);
    if (markdown === true) process.stdout.write(text);
    else await replaceFile(resolve(markdown), text);
  }
  if (html === undefined) return;
  if (digests.some(({ ids }) => ids.length > HTML_LIMIT)) {
    throw new UsageError(`--html: more than ${HTML_LIMIT} results are too many for one page.`, {
      hint: 'Use --json or --markdown, or compare runs of a part of the cases.',
    });
  }
  const [{ comparisonHtml }, { renderPage }, { readDiagnosedRecord }] = await Promise.all([
    import('../report/comparison/html.ts'),
    import('../report/html/render-page.ts'),
    import('../diagnose/read-diagnosed.ts'),
  ]);
  const lead = {
    ...comparisonHtml(
      comparison,
      matrix,
      digests.map(({ dir }) => dir),
    ),
    good,
  };
  await replaceFile(
    resolve(html),
    await renderPage(
      digests.map(({ path }) => readDiagnosedRecord(path)),
      'differing',
      lead,
    ),
  );
  process.stderr.write(`Wrote ${resolve(html)}\n`);
}
