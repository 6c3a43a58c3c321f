import { detailView } from './detail.js';
import { make, toggle } from './elements.js';
import { duration, SIGNS, VERDICTS } from './words.js';

/** @typedef {import('../model.ts').CaseRow} CaseRow */
/** @typedef {import('../model.ts').Cell} Cell */
/** @typedef {import('../model.ts').Column} Column */
/** @typedef {import('../model.ts').PageModel} PageModel */
/** @typedef {{ row: CaseRow, element: HTMLElement, button: HTMLButtonElement, text: string, detail: HTMLElement | null }} Entry */
/** @typedef {{ title: string, entries: Entry[], heading: HTMLElement, count: HTMLElement }} Group */

/** @param {CaseRow} row */
function groupOf({ cells }) {
  const verdicts = cells.flatMap((cell) => (cell ? [cell.verdict] : []));
  if (verdicts.some((verdict) => verdict !== 'ok' && verdict !== 'known')) return 'Unexpected';
  const outcomes = new Set(cells.flatMap((cell) => (cell ? [cell.outcome] : [])));
  if (outcomes.size > 1) return 'Differs between targets';
  return verdicts.includes('known') ? 'Known' : 'As expected';
}
const GROUPS = ['Unexpected', 'Differs between targets', 'Known', 'As expected'];

/** @param {Cell | null} cell @param {string} label */
function cellView(cell, label) {
  if (cell === null) return make('span', { class: 'cell none', title: `${label}: not planned` }, '·');
  const title = `${label}: ${cell.verdict}${cell.message ? `: ${cell.message}` : ''}`;
  const word = cell.verdict === 'ok' || cell.verdict === 'missing' ? cell.verdict : (cell.outcome ?? '');
  return make(
    'span',
    { class: `cell v-${cell.verdict}`, title },
    make('i', '', SIGNS[cell.verdict]),
    make('span', 'word', word),
  );
}

/** @param {CaseRow} row @param {Column[]} columns @returns {Entry} */
function entryOf(row, columns) {
  const [only] = row.cells;
  const parts =
    columns.length === 1 && only
      ? [
          make('i', `sign v-${only.verdict}`, SIGNS[only.verdict]),
          make('span', 'id', row.id),
          make('span', 'why', only.verdict === 'ok' ? '' : (only.message.split('\n', 1)[0] ?? '')),
          make('span', 'took', only.outcome === null ? '' : duration(only.durationMs)),
        ]
      : [make('span', 'id', row.id), ...row.cells.map((cell, i) => cellView(cell, columns[i]?.label ?? ''))];
  const button = make('button', { type: 'button', class: 'row', 'aria-expanded': 'false' }, ...parts);
  const texts = row.cells.flatMap((cell) =>
    cell
      ? [cell.message, cell.verdict, cell.outcome ?? '', ...cell.checks.filter(({ ok }) => !ok).map(({ name }) => name)]
      : [],
  );
  return {
    row,
    button,
    element: make('div', 'case', button),
    text: [row.id, ...texts].join('\n').toLowerCase(),
    detail: null,
  };
}

/** The cases: what is shown of them, and which are open. */
export class CaseList {
  /** @type {HTMLElement} */
  element;
  /** @type {HTMLInputElement} */
  search;
  /** @type {Entry[]} */
  visible = [];
  #model;
  /** @type {Entry[]} */
  #entries;
  /** @type {Group[]} */
  #groups;
  #count = make('output', 'shown');
  #filter = { words: /** @type {string[]} */ ([]), verdicts: new Set(), area: '', column: -1 };
  #nothing = make('p', 'note', 'No case is like this. Esc in the search field clears it.');

  /** @param {PageModel} model */
  constructor(model) {
    this.#model = model;
    this.#entries = model.cases.map((row) => entryOf(row, model.columns));
    this.#groups = GROUPS.map((title) => {
      const count = make('span', 'n');
      return {
        title,
        count,
        heading: make('h3', '', title, ' ', count),
        entries: this.#entries.filter(({ row }) => groupOf(row) === title),
      };
    });
    this.search = make('input', {
      type: 'search',
      placeholder: 'Filter:  /',
      'aria-label': 'Filter by text',
      spellcheck: 'false',
      autocomplete: 'off',
    });
    this.search.addEventListener('input', () => {
      this.#filter.words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
      this.apply();
    });
    const { columns } = model;
    const list = make(
      'div',
      `list ${columns.length > 1 ? 'matrix' : 'single'}`,
      ...this.#groups.flatMap(({ heading, entries }) => [heading, ...entries.map(({ element }) => element)]),
      this.#nothing,
    );
    list.addEventListener('click', (event) => this.#onClick(event));
    const bar = make('div', 'bar-on-top matrix', this.#toolbar(), ...(columns.length > 1 ? [this.#head()] : []));
    this.element = make('div', '', bar, list);
    this.element.style.setProperty('--columns', String(columns.length));
    this.apply();
  }

  #head() {
    const { columns } = this.#model;
    return make(
      'div',
      'head',
      make('span', 'id', 'case'),
      ...columns.map(({ label }, i) =>
        make('span', { class: 'cell', title: label }, make('span', 'word', label), make('i', '', String(i + 1))),
      ),
    );
  }

  #toolbar() {
    const { cases, columns } = this.#model;
    const present = VERDICTS.filter((verdict) =>
      cases.some(({ cells }) => cells.some((cell) => cell?.verdict === verdict)),
    );
    const chips = present.map((verdict) => {
      const chip = toggle(`${SIGNS[verdict]} ${verdict}`, false, (on) => {
        this.#filter.verdicts[on ? 'add' : 'delete'](verdict);
        this.apply();
      });
      chip.classList.add(`v-${verdict}`);
      return chip;
    });
    const areas = [...new Set(cases.map(({ area }) => area))].sort();
    const area = this.#select('Area', ['all areas', ...areas], (index) => {
      this.#filter.area = index === 0 ? '' : (areas[index - 1] ?? '');
    });
    const target = this.#select('Target', ['all targets', ...columns.map(({ label }) => label)], (index) => {
      this.#filter.column = index - 1;
    });
    return make(
      'div',
      { class: 'toolbar', role: 'search' },
      this.search,
      make('div', { class: 'chips', role: 'group', 'aria-label': 'Verdicts' }, ...chips),
      ...(areas.length > 1 ? [area] : []),
      ...(columns.length > 1 ? [target] : []),
      this.#count,
    );
  }

  /** @param {string} name @param {string[]} options @param {(index: number) => void} choose */
  #select(name, options, choose) {
    const select = make('select', { 'aria-label': name }, ...options.map((option) => make('option', '', option)));
    select.addEventListener('change', () => {
      choose(select.selectedIndex);
      this.apply();
    });
    return select;
  }

  /** @param {Entry} entry */
  #matches({ row, text }) {
    const { words, verdicts, area, column } = this.#filter;
    if (area !== '' && row.area !== area) return false;
    if (!words.every((word) => text.includes(word))) return false;
    const cells = column < 0 ? row.cells : [row.cells[column] ?? null];
    return cells.some((cell) => cell !== null && (verdicts.size === 0 || verdicts.has(cell.verdict)));
  }

  /** Shows what the filter lets through. */
  apply() {
    this.visible = [];
    for (const { heading, count, entries } of this.#groups) {
      let shown = 0;
      for (const entry of entries) {
        const hidden = !this.#matches(entry);
        // Writing only what changes keeps a filter over thousands of rows quick.
        if (entry.element.hidden !== hidden) entry.element.hidden = hidden;
        if (hidden) continue;
        shown += 1;
        this.visible.push(entry);
      }
      heading.hidden = shown === 0;
      count.textContent = shown.toLocaleString('en');
    }
    const [shown, all] = [this.visible.length, this.#entries.length];
    this.#count.textContent =
      shown === all
        ? `${all.toLocaleString('en')} cases`
        : `${shown.toLocaleString('en')} of ${all.toLocaleString('en')}`;
    this.#nothing.hidden = shown > 0;
  }

  /** @param {Event} event */
  #onClick(event) {
    const button = event.target instanceof Element ? event.target.closest('button.row') : null;
    const entry = this.#entries.find((each) => each.button === button);
    if (entry) this.setOpen(entry, entry.button.getAttribute('aria-expanded') !== 'true');
  }

  /** @param {Entry} entry @param {boolean} open */
  setOpen(entry, open) {
    entry.button.setAttribute('aria-expanded', String(open));
    entry.element.classList.toggle('open', open);
    if (open && entry.detail === null) {
      entry.detail = detailView(entry.row, this.#model.columns);
      entry.element.append(entry.detail);
    }
    if (entry.detail) entry.detail.hidden = !open;
    if (open) history.replaceState(null, '', `#${encodeURIComponent(entry.row.id)}`);
  }

  /** @param {string} id */
  find(id) {
    return this.#entries.find(({ row }) => row.id === id);
  }
}
