import { safeLine, safeText } from './escape.ts';

/** Longer than any run of backticks in the text. */
function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
}

/**
 * Text of a guest within a line: a code span, in which Markdown knows no markup, no HTML, no links, no mentions and
 * no issue numbers.
 */
export function codeSpan(text: string): string {
  const line = safeLine(text);
  if (line === '') return '';
  const fence = fenceFor(line, 1);
  return /^[` ]|[` ]$/.test(line) ? `${fence} ${line} ${fence}` : fence + line + fence;
}

/**
 * The same as HTML, for where Markdown ends a code span or is not read at all. Every sign is an entity: an entity
 * stands for the character and never for its meaning.
 */
export function codeHtml(text: string): string {
  return `<code>${safeLine(text).replaceAll(/[^\p{L}\p{N} ]/gu, (sign) => `&#${sign.codePointAt(0)};`)}</code>`;
}

/** The same in a table's cell, whose bars end even a code span. */
export function codeCell(text: string): string {
  return text.includes('|') ? codeHtml(text) : codeSpan(text);
}

/** The suite's own words as they are, and anything else as a code span. */
export function words(text: string): string {
  return /^[A-Za-z0-9 ,:']*$/.test(text) ? text : codeSpan(text);
}

/** Lines of a guest as a fenced block. */
export function codeBlock(text: string): string[] {
  const safe = safeText(text).trimEnd();
  const fence = fenceFor(safe, 3);
  return [`${fence}text`, ...safe.split('\n'), fence];
}
