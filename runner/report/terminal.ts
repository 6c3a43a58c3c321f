import { join } from 'node:path';
import type { Ansis } from 'ansis';
import { formatDuration } from '../base/text.ts';
import { countBy } from '../record/counts.ts';
import type { RunRecord } from '../record/reader.ts';
import type { Result } from '../record/schema.ts';
import { stackLine } from '../record/stack-line.ts';
import { diagnosisWords } from './diagnosis.ts';
import { clip, excerptLines, safeLine } from './escape.ts';
import { metricLines } from './metric-lines.ts';
import { verdictOf } from './next-step.ts';
import { markOf, styleFor, wrap } from './style.ts';

export interface SummaryOptions {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
}

const EXCERPT_LINES = 8;
const CHECKS_SHOWN = 5;
const NAMES_SHOWN = 10;

/** Gives each section what it needs to write lines. */
interface Page {
  style: Ansis;
  width: number;
  record: RunRecord;
}

function indented({ width }: Page, indent: string, text: string): string[] {
  return wrap(text, Math.max(20, width - indent.length)).map((line) => indent + line);
}

function stackLines(page: Page): string[] {
  const { target, stack } = page.record.header;
  return wrap(safeLine(`${target} · ${stackLine(stack)}`), page.width).map((line) => page.style.bold(line));
}

function bootLines(page: Page): string[] {
  const { style } = page;
  return page.record.boots.flatMap((boot) => {
    const reached = boot.stages.filter(({ ok }) => ok).map(({ stage, atMs }) => `${stage} ${formatDuration(atMs)}`);
    const failed = boot.stages.filter(({ ok }) => !ok);
    return [
      `${style.dim('boot')}  ${safeLine(reached.join(' · ')) || 'nothing came up'}`,
      ...failed.flatMap(({ stage, detail }) =>
        indented(page, '      ', safeLine(`stage ${stage} failed: ${detail}`)).map((line) => style.red(line)),
      ),
    ];
  });
}

function checkLines(page: Page, { checks, message }: Result): string[] {
  const failed = checks.filter(({ ok, expected, actual }) => !ok && (expected !== undefined || actual !== undefined));
  const sentences = failed.map(({ name, expected, actual }) =>
    safeLine(`${name}: expected ${expected ?? '-'}, got ${actual ?? '-'}`),
  );
  const news = sentences.filter((sentence) => !safeLine(message).includes(sentence));
  const more = news.length - CHECKS_SHOWN;
  return [...news.slice(0, CHECKS_SHOWN), ...(more > 0 ? [`and ${more} more checks failed`] : [])].flatMap((sentence) =>
    indented(page, '      ', sentence),
  );
}

function excerptBlocks(page: Page, { excerpts }: Result): string[] {
  return excerpts.flatMap(({ log, text }) => [
    page.style.dim(`    ${safeLine(log)}:`),
    ...excerptLines(text, EXCERPT_LINES, Math.max(20, page.width - 8)).map((line) => page.style.dim(`      | ${line}`)),
  ]);
}

function diagnosisLines(page: Page, result: Result): string[] {
  const words = diagnosisWords(result);
  if (words === null) return [];
  const { sentence, evidence, command } = words;
  return [
    ...indented(page, '    ', `${page.style.bold('first diagnosis')}: ${sentence}`),
    ...(evidence === '' ? [] : indented(page, '      ', evidence)),
    // A command is copied: it is not broken into lines.
    ...(command === '' ? [] : [`      more: ${command}`]),
  ];
}

function unexpectedLines(page: Page, result: Result): string[] {
  const { sign, color } = markOf(result);
  const title = `${sign} ${safeLine(result.id)}`;
  const pictures = result.files.filter(({ role }) => role !== 'artifact');
  return [
    `${page.style[color](title)}  ${result.verdict} (${result.outcome})`,
    ...(result.message === '' ? [] : indented(page, '    ', safeLine(result.message))),
    ...checkLines(page, result),
    ...diagnosisLines(page, result),
    ...pictures.map(({ role, path }) => `    ${role}: ${safeLine(join(page.record.dir, path))}`),
    ...excerptBlocks(page, result),
  ];
}

function knownLine(page: Page, result: Result): string {
  const { sign, color } = markOf(result);
  const reason = `${result.expected?.reason ?? ''} (${result.expected?.link ?? ''})`;
  const line = safeLine(`${result.id}  ${result.outcome}: ${reason}`);
  return `${page.style[color](sign)} ${clip(line, Math.max(40, page.width * 2))}`;
}

function missingLines(page: Page): string[] {
  const { missing, truncated } = page.record;
  const names = missing.slice(0, NAMES_SHOWN).map(safeLine).join(', ');
  const more = missing.length > NAMES_SHOWN ? ` and ${missing.length - NAMES_SHOWN} more` : '';
  return [
    ...(missing.length > 0 ? indented(page, '', `${page.style.red('no result')}: ${names}${more}`) : []),
    ...(truncated ? ['The last line of the record was cut: the runner was killed while it wrote.'] : []),
  ];
}

function countLine({ record }: Page): string {
  const { results, header, footer } = record;
  const counts = Object.entries(countBy(results, ({ verdict }) => verdict)).map(
    ([verdict, count]) => `${count} ${verdict}`,
  );
  const took = footer ? Date.parse(footer.finishedAt) - Date.parse(header.startedAt) : 0;
  const planned = header.plan.ids.length;
  return `${planned} case${planned === 1 ? '' : 's'}: ${counts.join(', ') || 'no result'}${took > 0 ? ` in ${formatDuration(took)}` : ''}`;
}

function lastLine({ style, record }: Page): string {
  const { good, text, next } = verdictOf(record);
  if (good) return style.green(style.bold(`GOOD: ${text}.`));
  return `${style.red(style.bold(`NOT GOOD: ${text}.`))}${next === null ? '' : ` Next: ${next}`}`;
}

/**
 * A record for a person at a terminal: the stack, the boot, each unexpected result with what explains it, known
 * failures in a line each, and as the last line, without a newline, the verdict and the next step.
 */
export function renderSummary(record: RunRecord, { color, width }: SummaryOptions): string {
  const page: Page = { style: styleFor(color), width, record };
  const unexpected = record.results.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'known');
  const known = record.results.filter(({ verdict }) => verdict === 'known');
  const findings = record.footer?.findings ?? [];
  const sections = [
    [...stackLines(page), ...bootLines(page)],
    findings.flatMap((finding) => indented(page, '', `${page.style.red('finding')}: ${safeLine(finding)}`)),
    ...unexpected.map((result) => unexpectedLines(page, result)),
    known.map((result) => knownLine(page, result)),
    metricLines(record.results).map((line) => page.style.dim(line)),
    missingLines(page),
    [countLine(page), page.style.dim(record.path), lastLine(page)],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}
