import type { MatrixRow } from '../../compare/matrix.ts';
import { codeCell, codeSpan } from '../escape-markdown.ts';
import { comparisonLine, type FullComparison, type Section, sectionsOf, warningLines } from './sections.ts';

/** Characters: GitHub takes comments of 65,536. */
const LENGTH_LIMIT = 60_000;
const ROWS = 100;

const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** As many rows as the room allows; the others are counted. */
function sectionLines({ title, tone, head, rows, more }: Section, room: number): string[] {
  const open = tone === 'plain' ? ['<details>', `<summary>${title}</summary>`, ''] : [`### ${title}`, ''];
  const close = tone === 'plain' ? ['', '</details>', ''] : [''];
  const lines = [...open, rowOf(head.map((text) => codeCell(text) || ' ')), rowOf(head.map(() => '---'))];
  let left = room - lines.join('\n').length;
  let shown = 0;
  for (const row of rows) {
    const line = rowOf(row.map((text) => (text === '' ? ' ' : codeCell(text))));
    if (line.length > left) break;
    left -= line.length + 1;
    shown += 1;
    lines.push(line);
  }
  const out = more + rows.length - shown;
  return [...lines, ...(out > 0 ? ['', `and ${out} more, left out for length`] : []), ...close];
}

/** A comparison's tables as Markdown, within a length. */
export function sectionsMarkdown(sections: readonly Section[], length: number): string[] {
  let left = length;
  return sections.flatMap((section) => {
    const lines = sectionLines(section, left);
    left -= lines.join('\n').length;
    return lines;
  });
}

/** A comparison as Markdown for a pull request or a CI's summary, within the length that a comment may have. */
export function comparisonMarkdown(comparison: FullComparison, matrix: readonly MatrixRow[], good: boolean): string {
  const head = [
    `## ${good ? '✓' : '✗'} venus-suite compare`,
    '',
    `${comparisonLine(comparison)}.`,
    '',
    ...comparison.runs.map(({ label, run, cases }) => `- ${codeSpan(label)}: ${codeSpan(run)}, ${cases} cases`),
    ...warningLines(comparison).map((line) => `- ⚠ ${codeSpan(line)}`),
    '',
  ];
  const sections = sectionsMarkdown(sectionsOf(comparison, matrix, ROWS), LENGTH_LIMIT - head.join('\n').length);
  return `${[...head, ...sections].join('\n').trimEnd()}\n`;
}
