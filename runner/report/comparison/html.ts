import type { MatrixRow } from '../../compare/matrix.ts';
import { escapeHtml } from '../html/escape-html.ts';
import { comparisonLine, type FullComparison, type Section, sectionsOf, warningLines } from './sections.ts';

const ROWS = 1000;

function tableHtml({ title, head, rows, more }: Section): string {
  const cells = (row: readonly string[]): string =>
    row
      .map((text, i) => (i === 0 ? `<th scope="row">${escapeHtml(text)}</th>` : `<td>${escapeHtml(text)}</td>`))
      .join('');
  return `<section class="stack"><h2>${escapeHtml(title)}</h2><div class="scroll"><table><thead><tr>${head
    .map((text) => `<th scope="col">${escapeHtml(text)}</th>`)
    .join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('')}</tbody></table></div>${
    more > 0 ? `<p class="facts">and ${more} more</p>` : ''
  }</section>`;
}

/** The comparison as the first part of a report's page; the page's own matrix and cases follow. */
export function comparisonHtml(
  comparison: FullComparison,
  matrix: readonly MatrixRow[],
): { title: string; html: string } {
  const warnings = warningLines(comparison).map((line) => `<p class="warning">${escapeHtml(line)}</p>`);
  const tables = sectionsOf(comparison, matrix, ROWS).map(tableHtml);
  return { title: comparisonLine(comparison), html: [...warnings, ...tables].join('\n') };
}
