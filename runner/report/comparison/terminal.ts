import type { MatrixRow } from '../../compare/matrix.ts';
import { clip, safeLine } from '../escape.ts';
import { styleFor } from '../style.ts';
import { comparisonLine, type FullComparison, type Section, sectionsOf, warningLines } from './sections.ts';

export interface ComparisonView {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
}

const ROWS = 40;

/** Columns as wide as their widest cell, the last one as wide as there is room. */
function tableLines({ head, rows }: Section, width: number): string[] {
  const widths = head.map((title, column) =>
    Math.min(48, Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(({ length }) => length))),
  );
  return rows.map((row) => {
    const cells = row.map((text, column) =>
      column === row.length - 1 ? text : clip(text, 48).padEnd(widths[column] ?? 0),
    );
    return clip(`  ${cells.join('  ')}`.trimEnd(), Math.max(60, width));
  });
}

/** One table with its title. */
export function sectionText(section: Section, view: ComparisonView): string[] {
  const style = styleFor(view.color);
  const paint = { bad: style.red, good: style.green, plain: style.bold };
  return [
    paint[section.tone](section.title),
    ...(section.head.length > 2 ? [style.dim(headLine(section, view.width))] : []),
    ...tableLines(section, view.width),
    ...(section.more > 0 ? [style.dim(`  and ${section.more} more: --json has all of them`)] : []),
  ];
}

/** A comparison for a terminal: the stack first, then what is worse, then the rest. */
export function comparisonText(comparison: FullComparison, matrix: readonly MatrixRow[], view: ComparisonView): string {
  const style = styleFor(view.color);
  const runs = comparison.runs.map(({ label, run, cases }) => `  ${label}  ${safeLine(run)}  ${cases} cases`);
  const sections = sectionsOf(comparison, matrix, ROWS).flatMap((section) => ['', ...sectionText(section, view)]);
  const warnings = warningLines(comparison).map((line) => style.red(`! ${line}`));
  return [...runs, ...warnings, ...sections, '', comparisonLine(comparison)].join('\n');
}

function headLine(section: Section, width: number): string {
  return tableLines({ ...section, rows: [section.head, ...section.rows] }, width)[0] ?? '';
}
