// docs/catalogue.md as a function of the suites.
import type { CaseSpec, Need, Suite } from '../runner/plan/case.ts';

const NEEDS: Readonly<Record<Need, string>> = { vm: 'a VM', 'host-stack': 'the probes built for the host' };

const HEAD = `# The catalogue

<!-- Generated from suites/ by \`npm run catalogue\`; \`npm run check\` fails where it is stale. Change the suites, not this page. -->

Every case by its area, in the order in which they run. A case with variants runs once plain and once for each of them, as \`area/name@variant\`.`;

/** A text as one cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll(/\s+/g, ' ').trim();
}

function row(suite: Suite, { name, title, catches, variants = [], needs = [] }: CaseSpec): string {
  const cells = [
    `\`${suite.area}/${name}\``,
    cell(title),
    cell(catches),
    variants.map((variant) => `\`@${variant.name}\``).join(' '),
    needs.map((need) => NEEDS[need]).join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function section(suite: Suite): string {
  const runs = suite.optIn ? `\n\nOnly where a query names the area: \`venus-suite run ${suite.area}\`.` : '';
  const rows = suite.cases.map((spec) => row(suite, spec)).join('\n');
  return `## ${suite.area}\n\n${suite.title}.${runs}\n\n| case | what it checks | what it catches | variants | needs |\n| --- | --- | --- | --- | --- |\n${rows}`;
}

/** The whole page. */
export function cataloguePage(suites: readonly Suite[]): string {
  return `${[HEAD, ...suites.map(section)].join('\n\n')}\n`;
}
