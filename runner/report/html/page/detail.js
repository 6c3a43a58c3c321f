import { make } from './elements.js';
import { logView } from './logs.js';
import { pictureView } from './pictures.js';
import { bytes, duration, quantity, SIGNS } from './words.js';

/** @typedef {import('../model.ts').Cell} Cell */
/** @typedef {import('../model.ts').CaseRow} CaseRow */
/** @typedef {import('../model.ts').Column} Column */
/** @typedef {import('../model.ts').CheckRow} CheckRow */

/** @param {string[]} head @param {(Node | string)[][]} rows @param {string[]} classes of the rows */
function table(head, rows, classes = []) {
  const body = rows.map((cells, i) =>
    make(
      'tr',
      classes[i] ?? '',
      ...cells.map((cell, column) =>
        column === 0 ? make('th', { scope: 'row' }, cell) : make('td', { 'data-label': head[column] ?? '' }, cell),
      ),
    ),
  );
  const titles = head.map((text) => make('th', { scope: 'col' }, text));
  return make(
    'div',
    'scroll',
    make('table', '', make('thead', '', make('tr', '', ...titles)), make('tbody', '', ...body)),
  );
}

/** @param {CheckRow[]} checks */
function checkTable(checks) {
  const rows = checks.map(({ name, ok, expected, actual, message }) => [
    `${ok ? '✓' : '✗'} ${name}`,
    expected ?? '',
    actual ?? '',
    message ?? '',
  ]);
  const columns = [0, 1, 2, 3].filter((column) => column === 0 || rows.some((row) => row[column] !== ''));
  const head = ['check', 'expected', 'actual', 'message'];
  return table(
    columns.map((column) => head[column] ?? ''),
    rows.map((row) => columns.map((column) => row[column] ?? '')),
    checks.map(({ ok }) => (ok ? '' : 'failed')),
  );
}

/** Failed checks are open to the eye, the others one click away. @param {Cell} cell */
function checkView({ checks, checksLeftOut }) {
  if (checks.length === 0) return [];
  const failed = checks.filter(({ ok }) => !ok);
  const passed = checks.filter(({ ok }) => ok);
  const more = checksLeftOut ? `, ${checksLeftOut.toLocaleString('en')} more are in the record` : '';
  const summary = make('summary', '', `${passed.length} check${passed.length === 1 ? '' : 's'} passed${more}`);
  return [
    make(
      'section',
      'checks',
      make('h4', '', 'Checks'),
      ...(failed.length > 0 ? [checkTable(failed)] : []),
      ...(passed.length > 0 || more ? [make('details', '', summary, checkTable(passed))] : []),
    ),
  ];
}

/** @param {string} link */
function linkOrText(link) {
  return /^https?:\/\//.test(link)
    ? make('a', { href: link, rel: 'noreferrer noopener' }, link)
    : make('code', '', link);
}

/** @param {Cell['diagnosis']} diagnosis */
function diagnosisView(diagnosis) {
  if (!diagnosis) return [];
  const { sentence, evidence, command } = diagnosis;
  return [
    make('p', 'diagnosis', make('b', '', 'First diagnosis: '), sentence),
    ...(evidence ? [make('p', 'evidence', evidence)] : []),
    ...(command ? [make('p', 'evidence', 'More: ', make('code', '', command))] : []),
  ];
}

/** @param {Cell} cell */
function storyOf({ message, expectation, diagnosis, attempts }) {
  return [
    ...(message ? [make('p', 'message', message)] : []),
    ...diagnosisView(diagnosis),
    ...(expectation
      ? [
          make(
            'p',
            'expectation',
            make('b', '', `Expected to ${expectation.outcome}: `),
            expectation.reason,
            ' ',
            linkOrText(expectation.link),
          ),
        ]
      : []),
    ...(attempts
      ? [
          table(
            ['attempt', 'outcome', 'duration', 'message'],
            attempts.map((attempt, i) => [
              String(i + 1),
              attempt.outcome,
              duration(attempt.durationMs),
              attempt.message,
            ]),
          ),
        ]
      : []),
  ];
}

/** @param {Cell} cell */
function factsOf({ outcome, exit, durationMs, processMs, maxRssKiB }) {
  if (outcome === null) return [];
  const facts = [
    `outcome ${outcome}`,
    `exit ${exit}`,
    `took ${duration(durationMs)}`,
    ...(processMs === null ? [] : [`of it ${duration(processMs)} in its process`]),
    ...(maxRssKiB ? [`memory ${bytes(maxRssKiB * 1024)}`] : []),
  ];
  return [make('p', 'facts', facts.join(' · '))];
}

/** @param {Cell} cell */
function bodyOf(cell) {
  const files = cell.files.map(({ role, name, path, bytes: size }) => [
    role === 'artifact' ? name : role,
    make('code', '', path),
    bytes(size),
  ]);
  return [
    ...storyOf(cell),
    ...factsOf(cell),
    ...checkView(cell),
    ...(cell.pictures ? [pictureView(cell.pictures)] : []),
    ...(cell.logs.length > 0 ? [logView(cell.logs)] : []),
    ...(files.length > 0
      ? [
          make(
            'details',
            'files',
            make('summary', '', `${files.length} file${files.length === 1 ? '' : 's'} in the run's folder`),
            table(['file', 'path', 'size'], files),
          ),
        ]
      : []),
  ];
}

/** Metrics of all runs side by side: the reason why somebody compares targets. @param {CaseRow} row @param {Column[]} columns */
function metricView({ cells }, columns) {
  /** @type {Map<string, string>} */
  const units = new Map();
  for (const cell of cells) for (const { name, unit } of cell?.metrics ?? []) units.set(name, unit);
  if (units.size === 0) return [];
  const several = columns.length > 1;
  const rows = [...units].map(([name, unit]) => {
    const found = cells.map((cell) => cell?.metrics.find((metric) => metric.name === name));
    if (!several) {
      const metric = found[0];
      return [
        name,
        String(metric?.n ?? 0),
        quantity(metric?.median ?? null, unit),
        quantity(metric?.p95 ?? null, unit),
      ];
    }
    return [
      name,
      ...found.map((metric) =>
        metric ? `${quantity(metric.median, unit)} (p95 ${quantity(metric.p95, unit)}, n ${metric.n})` : '–',
      ),
    ];
  });
  const head = several ? ['median (p95, n)', ...columns.map(({ label }) => label)] : ['metric', 'n', 'median', 'p95'];
  return [make('section', 'metrics', make('h4', '', 'Metrics'), table(head, rows))];
}

/** @param {Cell | null} cell @param {Column} column @param {boolean} open */
function targetView(cell, column, open) {
  if (cell === null) return make('p', 'facts', `${column.label}: not planned there`);
  const title = `${SIGNS[cell.verdict]} ${column.label}: ${cell.verdict}${cell.outcome ? ` (${cell.outcome})` : ''}`;
  return make('details', { class: `target v-${cell.verdict}`, open }, make('summary', '', title), ...bodyOf(cell));
}

/** Everything about a case; made when it is first opened. @param {CaseRow} row @param {Column[]} columns */
export function detailView(row, columns) {
  const [only] = row.cells;
  const unexpected = row.cells.findIndex((cell) => cell !== null && cell.verdict !== 'ok' && cell.verdict !== 'known');
  const targets =
    columns.length === 1 && only
      ? bodyOf(only)
      : columns.map((column, i) => targetView(row.cells[i] ?? null, column, i === Math.max(0, unexpected)));
  return make(
    'div',
    'detail',
    ...(columns.length === 1 ? [...targets, ...metricView(row, columns)] : [...metricView(row, columns), ...targets]),
  );
}
