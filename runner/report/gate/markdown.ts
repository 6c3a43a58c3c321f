import { sectionsMarkdown } from '../comparison/markdown.ts';
import { codeSpan } from '../escape-markdown.ts';
import { type GateReport, gateLine, gateSections } from './sections.ts';

/** Characters: GitHub takes comments of 65,536. */
const LENGTH_LIMIT = 60_000;
const ROWS = 100;

/** A gate as Markdown for a pull request. */
export function gateMarkdown(report: GateReport): string {
  const { gate, comparison, records } = report;
  const sign = { 0: '✓', 1: '✗', 125: '?' }[gate.exit];
  const alike = comparison === null ? [] : [`${comparison.same} cases ended alike in the first run of each side.`, ''];
  const head = [`## ${sign} venus-suite gate`, '', `${codeSpan(gateLine(report))}`, '', ...alike];
  const tail = [
    '<details>',
    '<summary>Records</summary>',
    '',
    ...records.slice(0, 40).map((path) => `- ${codeSpan(path)}`),
    '',
    '</details>',
  ];
  const room = LENGTH_LIMIT - [...head, ...tail].join('\n').length;
  return `${[...head, ...sectionsMarkdown(gateSections(report, ROWS), room), ...tail].join('\n').trimEnd()}\n`;
}
