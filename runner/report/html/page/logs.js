import { make, toggle } from './elements.js';

/** @typedef {import('../model.ts').LogBlock} LogBlock */
/** @typedef {{ clock: string, at: number | null, text: string }} Own what a line says itself of its time */
/** @typedef {{ log: string, text: string, clock: string, at: number | null, own: Own | null }} Line */

const KERNEL = /^(?:<\d+>)?\[\s*(\d+\.\d+)\] ?/;
const WALL = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?)[: ]*/;
const ALARMING = /\b(error|fail(ed|ure)?|panic|oops|bug|fault|lost|hung|time[d-]? ?out|segfault|abort(ed)?)\b/i;

/** @param {string} text @returns {Own | null} */
function timed(text) {
  const kernel = KERNEL.exec(text);
  if (kernel) return { clock: 'kernel', at: Number(kernel[1]), text: text.slice(kernel[0].length) };
  const wall = WALL.exec(text);
  const at = wall ? Date.parse(wall[1] ?? '') / 1000 : Number.NaN;
  return wall && !Number.isNaN(at) ? { clock: 'wall', at, text: text.slice(wall[0].length) } : null;
}

/**
 * The lines of all logs as one: where the run told when they came, by the time since the case began; else in the order
 * of each clock. A line without a time stays behind the one before it, and logs without any come first, as they are.
 * @param {LogBlock[]} blocks
 * @returns {Line[]}
 */
export function timeline(blocks) {
  const lines = blocks.flatMap(({ log, text, times }) => {
    if (text === '') return [];
    let [clock, at] = ['', Number.NEGATIVE_INFINITY];
    return text.split('\n').map((line, i) => {
      const own = timed(line);
      const common = times?.[i];
      if (common != null) [clock, at] = ['case', common];
      else if (!times && own?.at != null) [clock, at] = [own.clock, own.at];
      const shown = common ?? (times ? null : (own?.at ?? null));
      return { log, text: own?.text ?? line, clock, at: shown, order: at, own };
    });
  });
  const rank = ['', 'case', 'wall', 'kernel'];
  return lines.sort(
    (a, b) => rank.indexOf(a.clock) - rank.indexOf(b.clock) || (a.order < b.order ? -1 : a.order > b.order ? 1 : 0),
  );
}

/** @param {number} seconds */
const since = (seconds) => `${seconds < 0 ? '−' : '+'}${Math.abs(seconds).toFixed(3)}`;

/** How the times of these logs are known, a sentence for each way. @param {LogBlock[]} blocks */
function clockNotes(blocks) {
  /** @type {Map<string, string[]>} */
  const logs = new Map();
  for (const { log, clock } of blocks) if (clock) logs.set(clock, [...(logs.get(clock) ?? []), log]);
  return [...logs].map(([clock, names]) => make('li', '', make('b', '', names.join(', ')), `: ${clock}`));
}

/** @param {Line} line @param {number} lane @param {Map<string, number>} starts */
function row({ log, text, clock, at, own }, lane, starts) {
  if (at !== null && !starts.has(clock)) starts.set(clock, clock === 'case' ? 0 : at);
  const offset = at === null ? '' : since(at - (starts.get(clock) ?? at));
  const title =
    own?.at == null
      ? ''
      : own.clock === 'kernel'
        ? `${own.at} s after the guest's boot`
        : new Date(own.at * 1000).toISOString();
  return make(
    'div',
    { class: ALARMING.test(text) ? 'line alarming' : 'line', 'data-log': log },
    make('span', { class: 'at', title }, offset),
    make('span', `tag lane-${lane % 6}`, log),
    make('code', '', text),
  );
}

/** @param {LogBlock[]} blocks */
function clocksView(blocks) {
  const ways = clockNotes(blocks);
  const summary = make('summary', '', 'Seconds since the case began, on one clock');
  return ways.length === 0 ? [] : [make('details', 'clocks', summary, make('ul', '', ...ways))];
}

/** All logs of a case in one list, each of which can be hidden. @param {LogBlock[]} blocks */
export function logView(blocks) {
  const names = [...new Set(blocks.map(({ log }) => log))];
  const starts = new Map();
  const rows = timeline(blocks).map((line) => row(line, names.indexOf(line.log), starts));
  const list = make(
    'div',
    { class: starts.size > 0 ? 'lines' : 'lines untimed', tabindex: '0', role: 'region', 'aria-label': 'Log lines' },
    ...rows,
  );
  const chips = names.map((name) =>
    toggle(name, true, (shown) => {
      for (const line of rows) if (line.dataset['log'] === name) line.hidden = !shown;
    }),
  );
  const notes = blocks.flatMap(({ log, file, note }) =>
    note ? [make('p', 'note', `${log}: ${note}${file ? ` (${file})` : ''}`)] : [],
  );
  return make(
    'section',
    'logs',
    make('h4', '', 'Logs while it ran'),
    make('div', 'chips', ...chips),
    ...notes,
    ...clocksView(blocks),
    ...(rows.length > 0 ? [list] : []),
  );
}
