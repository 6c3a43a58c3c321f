import { formatDuration } from '../base/text.ts';
import { countBy } from '../record/counts.ts';
import type { RunRecord } from '../record/reader.ts';
import type { Result } from '../record/schema.ts';
import { idsOf, labelsOf, stackRows } from './columns.ts';
import { diagnosisWords } from './diagnosis.ts';
import { clip, excerptLines } from './escape.ts';
import { codeBlock, codeCell, codeHtml, codeSpan, words } from './escape-markdown.ts';
import { figuresOf } from './figures.ts';
import { verdictOf } from './next-step.ts';
import { markOf } from './style.ts';

const CHECKS_SHOWN = 10;
const EXCERPT_LINES = 15;
const LINE_LENGTH = 300;
const TEXT_LENGTH = 1000;
/** Characters: GitHub takes comments of 65,536, GitLab of a million. */
const LENGTH_LIMIT = 60_000;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row), ''];
}

function runLines(record: RunRecord, label: string): string[] {
  const { good, text, next } = verdictOf(record);
  const { missing, truncated, footer } = record;
  return [
    `- ${codeSpan(label)}: **${good ? 'good' : 'not good'}**: ${words(text)}${next === null ? '' : `; next: ${codeSpan(next)}`}`,
    ...(footer?.findings ?? []).map((finding) => `  - finding: ${codeSpan(clip(finding, TEXT_LENGTH))}`),
    ...(missing.length > 0
      ? [
          `  - no result: ${missing.slice(0, 10).map(codeSpan).join(', ')}${missing.length > 10 ? `, and ${missing.length - 10} more` : ''}`,
        ]
      : []),
    ...(truncated ? ['  - the last line of the record was cut: the runner was killed while it wrote'] : []),
  ];
}

function countTable(records: readonly RunRecord[], labels: readonly string[]): string[] {
  const counts = records.map((record) => ({
    ...countBy(record.results, ({ verdict }) => verdict),
    ...(record.missing.length > 0 ? { missing: record.missing.length } : {}),
  }));
  const verdicts = ['ok', 'known', 'regression', 'fixed', 'flaky', 'infra', 'missing'].filter((verdict) =>
    counts.some((count) => Reflect.has(count, verdict)),
  );
  return table(
    ['run', 'cases', ...verdicts],
    records.map((record, i) => [
      codeCell(labels[i] ?? ''),
      String(record.header.plan.ids.length),
      ...verdicts.map((verdict) => String(Reflect.get(counts[i] ?? {}, verdict) ?? 0)),
    ]),
  );
}

function stackTable(records: readonly RunRecord[], labels: readonly string[]): string[] {
  const rows = stackRows(records).map(({ name, values }) => [
    name,
    ...values.map((value) => (value === null ? '–' : codeCell(value))),
  ]);
  return ['<details><summary>Stack</summary>', '', ...table(['', ...labels.map(codeCell)], rows), '</details>', ''];
}

const NOT_PLANNED = '·';

function cellText(record: RunRecord, id: string, result: Result | undefined): string {
  if (result)
    return `${markOf(result).sign} ${result.verdict === 'ok' ? 'ok' : `${result.verdict} (${result.outcome})`}`;
  return record.header.plan.ids.includes(id) ? '✗ no result' : NOT_PLANNED;
}

/** Rows in which runs that planned the case do not agree, or one is unexpected: the others are only counted. */
function matrix(records: readonly RunRecord[], labels: readonly string[]): string[] {
  if (records.length < 2) return [];
  const byId = records.map(({ results }) => new Map(results.map((result) => [result.id, result])));
  const rows = idsOf(records)
    .map((id) => ({ id, cells: records.map((record, i) => cellText(record, id, byId[i]?.get(id))) }))
    .filter(({ cells }) => {
      const planned = new Set(cells.filter((cell) => cell !== NOT_PLANNED));
      return planned.size > 1 || [...planned].some((cell) => cell.startsWith('✗'));
    });
  if (rows.length === 0) return ['No case differs between the runs.', ''];
  return [
    '### Where they differ',
    '',
    ...table(
      ['case', ...labels.map(codeCell)],
      rows.map(({ id, cells }) => [codeCell(id), ...cells]),
    ),
  ];
}

function metricLines({ metrics }: Result): string[] {
  return metrics.slice(0, CHECKS_SHOWN).map(({ name, unit, values }) => {
    const { n, median, p95 } = figuresOf(values);
    return `- ${codeSpan(name)}: median ${median}, p95 ${p95} ${codeSpan(unit)} (n ${n})`;
  });
}

function diagnosisLines(result: Result): string[] {
  const diagnosis = diagnosisWords(result);
  if (diagnosis === null) return [];
  const { sentence, evidence, command } = diagnosis;
  return [
    `First diagnosis: ${codeSpan(sentence)}`,
    ...(evidence === '' ? [] : [`- ${codeSpan(evidence)}`]),
    ...(command === '' ? [] : [`- more: ${codeSpan(command)}`]),
    '',
  ];
}

function caseLines(result: Result): string[] {
  // The message of a probe that failed in one check is that check.
  const failed = result.checks.filter(
    ({ ok, name, expected, actual }) => !ok && !result.message.includes(`${name}: expected ${expected}, got ${actual}`),
  );
  const more = failed.length - CHECKS_SHOWN;
  return [
    `<details><summary>${markOf(result).sign} ${codeHtml(result.id)} ${result.verdict} (${result.outcome}) in ${formatDuration(result.durationMs)}</summary>`,
    '',
    ...(result.message === '' ? [] : [codeSpan(clip(result.message, TEXT_LENGTH)), '']),
    ...diagnosisLines(result),
    ...failed
      .slice(0, CHECKS_SHOWN)
      .map(
        ({ name, expected, actual, message }) =>
          `- ${codeSpan(clip(name, LINE_LENGTH))}: expected ${codeSpan(clip(expected ?? '-', LINE_LENGTH))}, got ${codeSpan(clip(actual ?? '-', LINE_LENGTH))}${message ? ` ${codeSpan(clip(message, LINE_LENGTH))}` : ''}`,
      ),
    ...(more > 0 ? [`- and ${more} more failed checks`] : []),
    ...metricLines(result),
    ...result.files.filter(({ role }) => role !== 'artifact').map(({ role, path }) => `- ${role}: ${codeSpan(path)}`),
    '',
    ...result.excerpts.flatMap(({ log, text }) => [
      `The end of ${codeSpan(log)}:`,
      '',
      ...codeBlock(excerptLines(text, EXCERPT_LINES, LINE_LENGTH).join('\n')),
      '',
    ]),
    '</details>',
    '',
  ];
}

/** As many whole cases as the length allows; the others are counted, never silently dropped. */
function unexpectedSections(records: readonly RunRecord[], labels: readonly string[], room: number): string[] {
  const sections: string[] = [];
  let left = room;
  for (const [i, record] of records.entries()) {
    const bad = record.results.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'known');
    if (bad.length === 0) continue;
    const lines = [`### Unexpected on ${codeSpan(labels[i] ?? '')}`, ''];
    let shown = 0;
    for (const result of bad) {
      const block = caseLines(result).join('\n');
      if (block.length > left) break;
      left -= block.length;
      shown += 1;
      lines.push(block);
    }
    if (shown < bad.length) lines.push(`${bad.length - shown} more are in the record, left out for length.`, '');
    sections.push(...lines);
  }
  return sections;
}

function knownLines(records: readonly RunRecord[], labels: readonly string[]): string[] {
  const rows = records.flatMap(({ results }, i) =>
    results
      .filter(({ verdict }) => verdict === 'known')
      .map(({ id, outcome, expected }) => [
        codeCell(labels[i] ?? ''),
        codeCell(id),
        outcome,
        codeCell(`${expected?.reason ?? ''} (${expected?.link ?? ''})`),
      ]),
  );
  if (rows.length === 0) return [];
  const limit = 50;
  const more = rows.length > limit ? [`and ${rows.length - limit} more`, ''] : [];
  return [
    `<details><summary>${rows.length} known</summary>`,
    '',
    ...table(['run', 'case', 'outcome', 'why'], rows.slice(0, limit)),
    ...more,
    '</details>',
    '',
  ];
}

/**
 * Records as Markdown for a pull request or a CI's summary, within the length that a comment may have.
 * @throws UsageError where one run is given twice.
 */
export function toMarkdown(records: readonly RunRecord[]): string {
  const labels = labelsOf(records);
  const bad = records.filter((record) => !verdictOf(record).good).length;
  const title =
    bad === 0
      ? '✓ venus-suite: good'
      : `✗ venus-suite: not good${records.length > 1 ? ` on ${bad} of ${records.length}` : ''}`;
  const head = [
    `## ${title}`,
    '',
    ...records.flatMap((record, i) => runLines(record, labels[i] ?? '')),
    '',
    ...countTable(records, labels),
  ];
  const tail = [...knownLines(records, labels), ...stackTable(records, labels)];
  const differences = matrix(records, labels);
  const fixed = [...head, ...tail].join('\n').length;
  const room = LENGTH_LIMIT - fixed;
  const shownDifferences =
    differences.join('\n').length < room / 2
      ? differences
      : ['The table of differences is left out for length: the HTML report has it.', ''];
  const cases = unexpectedSections(records, labels, room - shownDifferences.join('\n').length);
  return `${[...head, ...shownDifferences, ...cases, ...tail].join('\n').trimEnd()}\n`;
}
