import type { MatrixRow } from '../../compare/matrix.ts';
import { escapeHtml } from '../html/escape-html.ts';
import type { Lead } from '../html/page.ts';
import type { PicturePair } from '../html/pictures.ts';
import {
  caseSections,
  comparisonLine,
  type FullComparison,
  labelsIn,
  type Section,
  stackRows,
  warningLines,
} from './sections.ts';

const ROWS = 1000;
/** Rows of the stack that are hundreds, or as long as a page: one click away. */
const LONG = /^(guest|host) package |^command line$/;

/** A case's name leads to it, further down on the page. */
function cellHtml(text: string, column: string | undefined, first: boolean): string {
  const html =
    column === 'case'
      ? `<a class="id" href="#${escapeHtml(encodeURIComponent(text))}">${escapeHtml(text)}</a>`
      : escapeHtml(text);
  return first ? `<th scope="row">${html}</th>` : `<td data-label="${escapeHtml(column ?? '')}">${html}</td>`;
}

function tableHtml(head: readonly string[], rows: readonly string[][]): string {
  const titles = head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`);
  const lines = rows.map((row) => `<tr>${row.map((text, i) => cellHtml(text, head[i], i === 0)).join('')}</tr>`);
  return `<div class="scroll"><table><thead><tr>${titles.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`;
}

function sectionHtml({ title, tone, head, rows, more }: Section): string {
  const left = more > 0 ? `<p class="facts">and ${more} more</p>` : '';
  // The page's script puts the pictures themselves there.
  const kind = head.includes('from → to') || head.includes('metric') || head.includes('picture') ? ' listed' : '';
  const place = head.includes('picture') ? '<div id="compared"></div>' : '';
  return `<section class="differences ${tone}${kind}"><h2>${escapeHtml(title)}</h2>${tableHtml(head, rows)}${left}${place}</section>`;
}

/** What changed that could explain the rest; packages and command lines are one click away. */
function stackHtml(comparison: FullComparison): string {
  const head = ['part', ...labelsIn(comparison)];
  const rows = stackRows(comparison);
  if (rows.length === 0) return '';
  const parts = rows.filter(([part = '']) => !LONG.test(part));
  const long = rows.filter(([part = '']) => LONG.test(part));
  const more =
    long.length === 0
      ? ''
      : `<details><summary>Packages and command lines (${long.length})</summary>${tableHtml(head, long)}</details>`;
  const shown = parts.length > 0 ? tableHtml(head, parts) : '';
  return `<section class="differences plain"><h2>Stack differences (${rows.length})</h2>${shown}${more}</section>`;
}

function pairsOf({ pictures, runs }: FullComparison, folders: readonly string[]): PicturePair[] {
  const side = (run: number, path: string): PicturePair['from'] => ({
    record: { dir: folders[run] ?? '' },
    path,
    name: runs[run]?.label ?? '',
  });
  return pictures.map(({ id, name, run, files }) => {
    const later = runs.findIndex(({ label }) => label === run);
    return { title: `${id} ${name}`, from: side(0, files.from), to: side(later, files.to) };
  });
}

/**
 * The comparison as the first part of a report's page; the page's own matrix and cases follow.
 * @param folders of the runs.
 */
export function comparisonHtml(
  comparison: FullComparison,
  matrix: readonly MatrixRow[],
  folders: readonly string[],
): Omit<Lead, 'good'> {
  const warnings = warningLines(comparison).map((line) => `<p class="warning">${escapeHtml(line)}</p>`);
  const tables = caseSections(comparison, matrix, ROWS).map(sectionHtml);
  return {
    title: comparisonLine(comparison),
    html: [...warnings, stackHtml(comparison), ...tables].join('\n'),
    pairs: pairsOf(comparison, folders),
  };
}
