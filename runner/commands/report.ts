import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { ExitCode, UsageError } from '../base/errors.ts';
import { runsRoot } from '../base/paths.ts';
import type { RunRecord } from '../record/reader.ts';
import type { PictureChoice } from '../report/html/pictures.ts';

interface ReportFlags {
  format: string;
  out?: string;
  pictures: string;
  json?: boolean;
}

/** `venus-suite report`: what one or several runs came to, as a page or as Markdown. */
export function registerReport(program: Command): void {
  program
    .command('report')
    .description('one or several runs as an HTML page that needs no server, or as Markdown')
    .argument('<run...>', "runs' folders or ids, or targets for their latest runs; several make a matrix")
    .option('--format <format>', 'html or markdown', 'html')
    .option(
      '--out <file>',
      'file to write; - is stdout (default: report.html in the folder of a single run, else here)',
    )
    .option('--pictures <which>', 'pictures in the page: differing, all or none', 'differing')
    .option('--json', 'print {file, bytes, good, runs} on stdout')
    .addHelpText(
      'after',
      '\nExamples:\n  venus-suite report tcg-arm64-16k\n  venus-suite report tcg-arm64-16k tcg-arm64-4k host --out matrix.html' +
        '\n  venus-suite report runs/20261121T… --format markdown --out - >> "$GITHUB_STEP_SUMMARY"' +
        '\n\nExit status: 0 where the report was written, whatever it says.',
    )
    .action(async (runs: string[], flags: ReportFlags) => {
      process.exitCode = await report(runs, flags);
    });
}

const FORMATS = { html: 'report.html', markdown: 'report.md' } as const;
type Format = keyof typeof FORMATS;

async function report(names: string[], flags: ReportFlags): Promise<number> {
  const [{ findRun }, { readDiagnosedRecord }, { PICTURE_CHOICES }, { verdictOf }] = await Promise.all([
    import('../record/find-run.ts'),
    import('../diagnose/read-diagnosed.ts'),
    import('../report/html/pictures.ts'),
    import('../report/next-step.ts'),
  ]);
  const format = oneOf('--format', flags.format, Object.keys(FORMATS) as Format[]);
  const pictures = oneOf('--pictures', flags.pictures, PICTURE_CHOICES);
  const toStdout = flags.out === '-';
  if (toStdout && flags.json) throw new UsageError('--json and --out - both want stdout.', { hint: 'Leave one out.' });
  const records = names.map((name) => readDiagnosedRecord(findRun(name, runsRoot())));
  const text = await render(records, format, pictures);
  if (toStdout) {
    process.stdout.write(text);
    return ExitCode.good;
  }
  const [{ replaceFile }, { formatBytes }] = await Promise.all([
    import('../report/replace-file.ts'),
    import('../base/text.ts'),
  ]);
  const file = resolve(flags.out ?? join(defaultFolder(records), FORMATS[format]));
  await replaceFile(file, text);
  const bytes = Buffer.byteLength(text);
  process.stderr.write(`Wrote ${formatBytes(bytes)}; it needs no other file.${await openHint(format, file)}\n`);
  const runs = records.map(({ header, path }) => ({ run: header.run, target: header.target, record: path }));
  const good = records.every((record) => verdictOf(record).good);
  process.stdout.write(flags.json ? `${JSON.stringify({ file, bytes, good, runs }, null, 2)}\n` : `${file}\n`);
  return ExitCode.good;
}

async function render(records: RunRecord[], format: Format, pictures: PictureChoice): Promise<string> {
  if (format === 'html') return (await import('../report/html/render-page.ts')).renderPage(records, pictures);
  return (await import('../report/markdown.ts')).toMarkdown(records);
}

/** A single run's report lies with the run; that of several belongs to none of them. */
function defaultFolder(records: readonly RunRecord[]): string {
  const [only, ...others] = records;
  return only && others.length === 0 ? only.dir : process.cwd();
}

async function openHint(format: Format, file: string): Promise<string> {
  if (format !== 'html') return '';
  const { shellWord } = await import('../guest/shell-words.ts');
  return ` Open it: ${process.platform === 'darwin' ? 'open' : 'xdg-open'} ${shellWord(file)}`;
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw new UsageError(`${option} ${value}: there is no such choice.`, {
    hint: `Choose one of ${allowed.join(', ')}.`,
  });
}
