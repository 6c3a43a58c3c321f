import { formatDuration } from '../../base/text.ts';
import { countBy } from '../../record/counts.ts';
import type { RunRecord } from '../../record/reader.ts';
import { labelsOf, stackRows } from '../columns.ts';
import { verdictOf } from '../next-step.ts';
import { escapeHtml } from './escape-html.ts';

const NAMES_SHOWN = 20;
/** In the order of the bar, worst first. */
const ORDER = ['regression', 'missing', 'flaky', 'fixed', 'infra', 'known', 'ok'];

function tookOf({ header, footer }: RunRecord): string {
  const took = footer ? Date.parse(footer.finishedAt) - Date.parse(header.startedAt) : 0;
  return took > 0 ? formatDuration(took) : '';
}

function countsOf(record: RunRecord): [string, number][] {
  const counts: Record<string, number> = {
    ...countBy(record.results, ({ verdict }) => verdict),
    ...(record.missing.length > 0 ? { missing: record.missing.length } : {}),
  };
  return ORDER.flatMap((verdict) => (counts[verdict] ? [[verdict, counts[verdict]]] : []));
}

/** An SVG, for a strict policy on styles allows no widths in attributes; its rectangles are as wide as their counts. */
function bar(counts: readonly [string, number][]): string {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  let x = 0;
  const parts = counts.map(([verdict, count]) => {
    // A single failure among thousands must still be seen.
    const rectangle = `<rect class="v-${verdict}" x="${x}" width="${Math.max(count, total / 100)}" height="1"/>`;
    x += Math.max(count, total / 100);
    return rectangle;
  });
  return `<svg class="bar" viewBox="0 0 ${Math.max(x, 1)} 1" preserveAspectRatio="none" aria-hidden="true">${parts.join('')}</svg>`;
}

function bootsOf(record: RunRecord): string {
  return record.boots
    .map(({ stages }) => {
      const items = stages.map(
        ({ stage, ok, atMs, detail }) =>
          `<li class="${ok ? 'reached' : 'failed'}" title="${escapeHtml(detail)}">${escapeHtml(stage)} <span>${escapeHtml(
            ok ? formatDuration(atMs) : `failed: ${detail}`,
          )}</span></li>`,
      );
      return items.length === 0 ? '' : `<ol class="boot" aria-label="stages of a boot">${items.join('')}</ol>`;
    })
    .join('');
}

function warningsOf(record: RunRecord): string {
  const { missing, truncated, footer } = record;
  const names = missing.slice(0, NAMES_SHOWN).join(', ');
  const more = missing.length > NAMES_SHOWN ? ` and ${missing.length - NAMES_SHOWN} more` : '';
  const warnings = [
    ...(footer === null ? ['This run did not come to its end: its runner was stopped, or is still at work.'] : []),
    ...(truncated ? ['The last line of the record was cut: the runner was killed while it wrote.'] : []),
    ...(missing.length > 0 ? [`${missing.length} planned without a result: ${names}${more}`] : []),
    ...(footer?.findings ?? []).map((finding) => `Finding: ${finding}`),
  ];
  return warnings.map((warning) => `<p class="warning">${escapeHtml(warning)}</p>`).join('');
}

/** The last command of a sentence as code, for it is what a person copies. */
function withCommand(next: string): string {
  const at = next.lastIndexOf('venus-suite ');
  if (at < 0) return escapeHtml(next);
  return `${escapeHtml(next.slice(0, at))}<code>${escapeHtml(next.slice(at))}</code>`;
}

function runCard(record: RunRecord, label: string, only: boolean): string {
  const { good, text, next } = verdictOf(record, true);
  // The title of the page says it of a single run.
  const verdict = only ? '' : `<p class="verdict">${good ? 'Good' : 'Not good'}<span>: ${escapeHtml(text)}</span></p>`;
  const { header } = record;
  const counts = countsOf(record);
  const legend = counts.map(([verdict, count]) => `<li class="v-${verdict}"><b>${count}</b> ${verdict}</li>`);
  const facts = [
    `${header.plan.ids.length} cases`,
    tookOf(record),
    `${header.startedAt.slice(0, 16).replace('T', ' ')} UTC`,
    ...(header.plan.shard === null ? [] : [`shard ${header.plan.shard}`]),
    ...(header.plan.query.length === 0 ? [] : [`only ${header.plan.query.join(' ')}`]),
  ].filter((fact) => fact !== '');
  return `<section class="run ${good ? 'good' : 'bad'}">
<h2>${escapeHtml(label)}</h2>
${verdict}
${bar(counts)}
<ul class="counts">${legend.join('')}</ul>
<p class="facts">${escapeHtml(facts.join(' · '))}</p>
${warningsOf(record)}
${next === null ? '' : `<p class="next">Next: ${withCommand(next)}</p>`}
${bootsOf(record)}
<p class="runid">${escapeHtml(header.run)}</p>
</section>`;
}

/** Of a single run, without a column to compare with. */
function stackList(records: readonly RunRecord[]): string {
  const items = stackRows(records).map(
    ({ name, values: [value] }) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value ?? '–')}</dd></div>`,
  );
  return `<dl>${items.join('')}</dl>`;
}

function stackTable(records: readonly RunRecord[], labels: readonly string[]): string {
  const rows = stackRows(records).map(({ name, values }) => {
    const differs = new Set(values).size > 1;
    const cells = values.map((value) => `<td>${value === null ? '–' : escapeHtml(value)}</td>`);
    return `<tr${differs ? ' class="differs"' : ''}><th scope="row">${escapeHtml(name)}</th>${cells.join('')}</tr>`;
  });
  const head = `<thead><tr><td></td>${labels.map((label) => `<th scope="col">${escapeHtml(label)}</th>`).join('')}</tr></thead>`;
  const commands = records.map(({ header }, i) =>
    header.stack.commandLine.length === 0
      ? ''
      : `<details><summary>QEMU's command line${records.length > 1 ? `: ${escapeHtml(labels[i] ?? '')}` : ''}</summary><pre>${escapeHtml(header.stack.commandLine.join(' '))}</pre></details>`,
  );
  const table = `<div class="scroll"><table>${head}<tbody>${rows.join('')}</tbody></table></div>`;
  return `${records.length > 1 ? table : stackList(records)}${commands.join('')}`;
}

/** The verdict on all runs as a title. */
export function headline(records: readonly RunRecord[]): { good: boolean; text: string } {
  const verdicts = records.map((record) => verdictOf(record));
  const [only, ...others] = verdicts;
  if (only && others.length === 0) return { good: only.good, text: `${only.good ? 'Good' : 'Not good'}: ${only.text}` };
  const bad = verdicts.filter(({ good }) => !good).length;
  return bad === 0
    ? { good: true, text: `Good on all ${records.length}` }
    : { good: false, text: `Not good on ${bad} of ${records.length}` };
}

/**
 * The part of the page that needs no script: what each run amounts to, and its stack.
 * @param folded the stack is one click away, for something else has told already what differs in it.
 */
export function summaryHtml(records: readonly RunRecord[], folded: boolean): string {
  const labels = labelsOf(records);
  const cards = records.map((record, i) => runCard(record, labels[i] ?? '', records.length === 1));
  const stack = stackTable(records, labels);
  const shown = folded
    ? `<details class="stack"><summary>The stack of each run as a whole</summary>${stack}</details>`
    : `<section class="stack"><h2>Stack</h2>${stack}</section>`;
  return `<div class="runs">${cards.join('\n')}</div>\n${shown}`;
}
