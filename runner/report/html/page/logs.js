import { make, toggle } from './elements.js';

/** @typedef {import('../model.ts').LogBlock} LogBlock */
/** @typedef {{ log: string, text: string, clock: string, at: number | null }} Line */

const KERNEL = /^(?:<\d+>)?\[\s*(\d+\.\d+)\] ?/;
const WALL = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?Z?)[: ]*/;
const ALARMING = /\b(error|fail(ed|ure)?|panic|oops|bug|fault|lost|hung|time[d-]? ?out|segfault|abort(ed)?)\b/i;

/** @param {string} text @returns {Pick<Line, 'clock' | 'at' | 'text'> | null} */
function timed(text) {
  const kernel = KERNEL.exec(text);
  if (kernel) return { clock: 'kernel', at: Number(kernel[1]), text: text.slice(kernel[0].length) };
  const wall = WALL.exec(text);
  const at = wall ? Date.parse(wall[1] ?? '') / 1000 : Number.NaN;
  return wall && !Number.isNaN(at) ? { clock: 'wall', at, text: text.slice(wall[0].length) } : null;
}

/**
 * The lines of all logs as one: in the order of each clock, and a line without a time of its own stays behind the one
 * before it. Logs without any clock come first, as they are.
 * @param {LogBlock[]} blocks
 * @returns {Line[]}
 */
export function timeline(blocks) {
  const lines = blocks.flatMap(({ log, text }) => {
    if (text === '') return [];
    let [clock, at] = ['', Number.NEGATIVE_INFINITY];
    return text.split('\n').map((line) => {
      const own = timed(line);
      if (own?.at != null) [clock, at] = [own.clock, own.at];
      return { log, text: own?.text ?? line, clock, at: own?.at ?? null, order: at };
    });
  });
  const rank = ['', 'wall', 'kernel'];
  return lines.sort(
    (a, b) => rank.indexOf(a.clock) - rank.indexOf(b.clock) || (a.order < b.order ? -1 : a.order > b.order ? 1 : 0),
  );
}

/** @param {Line} line @param {number} lane @param {Map<string, number>} starts */
function row({ log, text, clock, at }, lane, starts) {
  if (at !== null && !starts.has(clock)) starts.set(clock, at);
  const offset = at === null ? '' : `+${(at - (starts.get(clock) ?? at)).toFixed(3)}`;
  const title =
    at === null ? '' : clock === 'kernel' ? `${at} s after the guest's boot` : new Date(at * 1000).toISOString();
  return make(
    'div',
    { class: ALARMING.test(text) ? 'line alarming' : 'line', 'data-log': log },
    make('span', { class: 'at', title }, offset),
    make('span', `tag lane-${lane % 6}`, log),
    make('code', '', text),
  );
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
    ...(rows.length > 0 ? [list] : []),
  );
}
