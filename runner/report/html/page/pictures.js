import { make } from './elements.js';

/** @typedef {import('../model.ts').Pictures} Pictures */

/** @type {readonly ('expected' | 'actual' | 'difference')[]} */
const ROLES = ['expected', 'actual', 'difference'];
const ZOOMS = ['fit', '1×', '2×', '4×', '8×'];

/** @param {string} uri @param {string} name */
const image = (uri, name) => make('img', { src: uri, alt: `${name} picture`, draggable: 'false' });

/** Panes that are moved as one. @param {HTMLElement[]} panes */
function scrollTogether(panes) {
  for (const pane of panes) {
    pane.addEventListener('scroll', () => {
      for (const other of panes) {
        if (other === pane) continue;
        other.scrollLeft = pane.scrollLeft;
        other.scrollTop = pane.scrollTop;
      }
    });
  }
}

/** @param {Pictures} pictures @param {typeof ROLES[number]} role */
const nameOf = ({ names }, role) => (role === 'difference' ? role : (names?.[role] ?? role));

/** @param {Pictures} pictures */
function sideBySide(pictures) {
  /** @type {HTMLElement[]} */
  const panes = [];
  const figures = ROLES.flatMap((role) => {
    const uri = pictures[role];
    if (uri === undefined) return [];
    const pane = make(
      'div',
      { class: 'pane', tabindex: '0', role: 'group', 'aria-label': `${nameOf(pictures, role)} picture` },
      image(uri, nameOf(pictures, role)),
    );
    panes.push(pane);
    return [make('figure', '', make('figcaption', '', nameOf(pictures, role)), pane)];
  });
  scrollTogether(panes);
  return make('div', 'side', ...figures);
}

/**
 * The actual picture over the expected one, as far as the handle.
 * @param {Pictures} pictures @param {string} expected @param {string} actual
 */
function slider(pictures, expected, actual) {
  const [left, right] = [nameOf(pictures, 'expected'), nameOf(pictures, 'actual')];
  const stack = make('div', 'stack-of-two', image(expected, left), image(actual, right));
  const range = make('input', {
    type: 'range',
    min: '0',
    max: '100',
    value: '50',
    'aria-label': `${left} on the left, ${right} on the right`,
  });
  const place = () => stack.style.setProperty('--at', `${range.value}%`);
  range.addEventListener('input', place);
  place();
  return make(
    'div',
    'slider',
    make('div', 'ends', make('span', '', left), make('span', '', right)),
    range,
    make('div', { class: 'pane', tabindex: '0', role: 'group', 'aria-label': `${left} and ${right} picture` }, stack),
  );
}

/** @param {HTMLElement} view @param {string} zoom */
function applyZoom(view, zoom) {
  view.classList.toggle('zoomed', zoom !== 'fit');
  for (const picture of view.querySelectorAll('img')) {
    const set = () => {
      picture.style.width = zoom === 'fit' ? '' : `${picture.naturalWidth * Number.parseInt(zoom, 10)}px`;
    };
    if (picture.complete) set();
    else picture.addEventListener('load', set, { once: true });
  }
}

/** @param {string} name @param {readonly string[]} options @param {(option: string) => void} onChoose */
function choice(name, options, onChoose) {
  const buttons = options.map((option, index) => {
    const button = make('button', { type: 'button', class: 'chip', 'aria-pressed': String(index === 0) }, option);
    button.addEventListener('click', () => {
      for (const each of buttons) each.setAttribute('aria-pressed', String(each === button));
      onChoose(option);
    });
    return button;
  });
  return make('div', { class: 'chips', role: 'group', 'aria-label': name }, ...buttons);
}

/** @param {Pictures} pictures @param {string} title */
export function pictureView(pictures, title = 'Pictures') {
  const { expected, actual } = pictures;
  const views = new Map([['side by side', sideBySide(pictures)]]);
  if (expected !== undefined && actual !== undefined) {
    const two = slider(pictures, expected, actual);
    two.hidden = true;
    views.set('slider', two);
  }
  const modes = choice('way of comparing', [...views.keys()], (name) => {
    for (const [each, view] of views) view.hidden = each !== name;
  });
  const zoom = choice('zoom', ZOOMS, (value) => {
    for (const view of views.values()) applyZoom(view, value);
  });
  const shown = ROLES.some((role) => pictures[role] !== undefined);
  return make(
    'section',
    'pictures',
    make('h4', '', title),
    ...(shown ? [make('div', 'controls', modes, zoom)] : []),
    ...pictures.notes.map((note) => make('p', 'note', note)),
    ...(shown ? views.values() : []),
  );
}
