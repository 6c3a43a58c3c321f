import type { CaseChange, Comparison, OneSided, Timing } from '../../compare/compare.ts';
import type { Ending } from '../../compare/digest.ts';
import type { MatrixRow } from '../../compare/matrix.ts';
import type { PictureChange } from '../../compare/pictures.ts';
import { wordsOf } from '../diagnosis.ts';
import { clip, safeLine } from '../escape.ts';
import { formatQuantity } from '../metric-lines.ts';

/** A comparison with what was read beside the records. */
export interface FullComparison extends Comparison {
  pictures: PictureChange[];
}

/** One table of a comparison, for any format. Texts are safe lines, but not escaped for a format. */
export interface Section {
  title: string;
  tone: 'bad' | 'good' | 'plain';
  head: string[];
  rows: string[][];
  /** Rows beyond the limit. */
  more: number;
}

const CELL_LENGTH = 240;
/** After the parts come hundreds of packages, the likely ones first. */
export const STACK_ROWS = 24;
/** Two processes of one stack differ as well: docs/compare.md. */
const HINT = ', one run each: a hint, no proof';
export const cell = (text: string): string => clip(safeLine(text), CELL_LENGTH);
export const arrow = (from: string, to: string): string => `${from} → ${to}`;

/** No section without rows. */
export function section(
  title: string,
  tone: Section['tone'],
  head: string[],
  rows: string[][],
  limit: number,
): Section[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, limit);
  return [{ title: `${title} (${rows.length})`, tone, head, rows: shown, more: rows.length - shown.length }];
}

/** The run is named only where there are several to choose from. */
function withRun(comparison: Comparison, row: { run: string }, cells: string[]): string[] {
  return comparison.runs.length > 2 ? [cell(row.run), ...cells] : cells;
}

function headFor(comparison: Comparison, head: string[]): string[] {
  return comparison.runs.length > 2 ? ['run', ...head] : head;
}

/** `pass`, `fail (known)`: the verdict only where the outcome does not tell it. */
export function endingText({ outcome, verdict }: Ending): string {
  return verdict === null || verdict === 'ok' || verdict === outcome || verdict === 'regression'
    ? outcome
    : `${outcome} (${verdict})`;
}

/** Why a case changed, on one line. */
export function why({
  from,
  to,
  explanation,
  flaky,
  diagnosis,
}: Pick<CaseChange, 'from' | 'to' | 'explanation' | 'flaky' | 'diagnosis'>): string {
  const message = to.message === '' ? from.message : to.message;
  const known = explanation
    ? `${explanation.inherent ? 'expected' : 'known cause'}: ${explanation.title} (${explanation.component})`
    : '';
  // What is known of two stacks beforehand is more than a guess at one of them.
  const made = diagnosis?.cause && !explanation ? `first diagnosis: ${wordsOf(diagnosis).sentence}` : '';
  return [known, made, flaky ? 'seen both ways' : '', message].filter((part) => part !== '').join(' | ');
}

function changeRows(comparison: Comparison, changes: readonly CaseChange[]): string[][] {
  return changes.map((change) =>
    withRun(comparison, change, [
      cell(change.id),
      arrow(endingText(change.from), endingText(change.to)),
      cell(why(change)),
    ]),
  );
}

function timingRows(comparison: Comparison, timings: readonly Timing[]): string[][] {
  return timings.map((timing) => {
    const { id, metric, unit, from, to, ratio, p, direction, explanation } = timing;
    const quantity = (value: number): string => formatQuantity(value, safeLine(unit));
    return withRun(comparison, timing, [
      cell(id),
      cell(metric),
      direction === 'other' ? 'changed' : direction,
      arrow(quantity(from.median), quantity(to.median)),
      ratio === null ? '–' : `x ${Number(ratio.toPrecision(3))}`,
      arrow(quantity(from.tail), quantity(to.tail)),
      `n ${from.n}, ${to.n}, p ${p < 1e-6 ? '< 1e-6' : Number(p.toPrecision(2))}${explanation ? `; ${explanation.title}` : ''}`,
    ]);
  });
}

function pictureRows(comparison: Comparison, pictures: readonly PictureChange[]): string[][] {
  return pictures.map((picture) => {
    const { id, name, difference, why: reason } = picture;
    const fact = difference
      ? `${difference.pixels} of ${difference.of} pixels, by ${difference.largest} at most`
      : `not compared: ${reason ?? 'unknown'}`;
    return withRun(comparison, picture, [cell(id), cell(name), cell(fact)]);
  });
}

function sidedRows(comparison: Comparison, cases: readonly OneSided[]): string[][] {
  return cases.map((one) => withRun(comparison, one, [cell(one.id), one.outcome]));
}

/** The rows of the stack's table. */
export function stackRows({ stacks }: Comparison): string[][] {
  return stacks.map(({ part, values }) => [cell(part), ...values.map((value) => (value === null ? '–' : cell(value)))]);
}

function matrixRows(matrix: readonly MatrixRow[]): string[][] {
  return matrix.map(({ id, endings }) => [
    cell(id),
    ...endings.map((ending) => (ending === null ? '·' : endingText(ending))),
  ]);
}

/**
 * A comparison as tables, the stack first: what changed that could explain the rest.
 * @param limit rows of a table.
 */
export function sectionsOf(comparison: FullComparison, matrix: readonly MatrixRow[], limit: number): Section[] {
  const head = ['part', ...labelsIn(comparison)];
  return [
    ...section('Stack differences', 'plain', head, stackRows(comparison), Math.min(limit, STACK_ROWS)),
    ...caseSections(comparison, matrix, limit),
  ];
}

export const labelsIn = ({ runs }: Comparison): string[] => runs.map(({ label }) => label);

/** What became of the cases, their metrics and pictures. */
export function caseSections(comparison: FullComparison, matrix: readonly MatrixRow[], limit: number): Section[] {
  const { regressions, fixes, changed, missing, added, removed, timings, pictures } = comparison;
  const worse = timings.filter(({ direction }) => direction === 'worse');
  const others = timings.filter(({ direction }) => direction !== 'worse');
  const cases = headFor(comparison, ['case', 'from → to', 'why']);
  const metrics = headFor(comparison, ['case', 'metric', '', 'median', '', 'bad end (1 in 20)', 'evidence']);
  const sided = headFor(comparison, ['case', 'outcome']);
  const onMatrix =
    comparison.runs.length > 2
      ? section('Cases that differ', 'plain', ['case', ...labelsIn(comparison)], matrixRows(matrix), limit)
      : [];
  return [
    ...onMatrix,
    ...section('Regressions', 'bad', cases, changeRows(comparison, regressions), limit),
    ...section('No result in one of the runs', 'bad', cases, changeRows(comparison, missing), limit),
    ...section('Fixes', 'good', cases, changeRows(comparison, fixes), limit),
    ...section('Changed otherwise', 'plain', cases, changeRows(comparison, changed), limit),
    ...section(`Metrics that are worse${HINT}`, 'bad', metrics, timingRows(comparison, worse), limit),
    ...section(
      `Metrics that are better or otherwise changed${HINT}`,
      'plain',
      metrics,
      timingRows(comparison, others),
      limit,
    ),
    ...section(
      'Pictures that differ',
      'plain',
      headFor(comparison, ['case', 'picture', 'difference']),
      pictureRows(comparison, pictures),
      limit,
    ),
    ...section('Added cases', 'plain', sided, sidedRows(comparison, added), limit),
    ...section('Removed cases', 'plain', sided, sidedRows(comparison, removed), limit),
  ];
}

const counted = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

/** What a comparison comes to, as a sentence without a full stop. */
export function comparisonLine(comparison: FullComparison): string {
  const { regressions, fixes, changed, missing, added, removed, timings, pictures, same } = comparison;
  const parts = [
    ...counted(regressions.length, 'regression', 'regressions'),
    ...counted(missing.length, 'case without a result in one run', 'cases without a result in one run'),
    ...counted(fixes.length, 'fix', 'fixes'),
    ...counted(changed.length, 'changed otherwise', 'changed otherwise'),
    ...counted(timings.length, 'metric changed', 'metrics changed'),
    ...counted(pictures.length, 'picture differs', 'pictures differ'),
    ...counted(added.length, 'added', 'added'),
    ...counted(removed.length, 'removed', 'removed'),
  ];
  const cases = same === 1 ? '1 case' : `${same} cases`;
  return parts.length === 0 ? `no difference in ${cases}` : `${parts.join(', ')}; ${cases} ended alike`;
}

/** Lines that must not be overlooked: runs that are not whole, stacks that did not come up. */
export function warningLines({ runs }: Comparison): string[] {
  return runs.flatMap(({ label, warnings, findings }) =>
    [...warnings, ...findings.map((finding) => `finding: ${finding}`)].map((line) => `${label}: ${cell(line)}`),
  );
}
