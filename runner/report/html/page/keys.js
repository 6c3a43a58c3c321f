import { make } from './elements.js';

/** @typedef {import('./list.js').CaseList} CaseList */

const KEYS = [
  ['/', 'to the filter'],
  ['j  k', 'next and previous case'],
  ['Enter', 'open or close it'],
  ['Esc', 'close it; in the filter: clear it and go back to the cases'],
  ['?', 'this help'],
];

/** @param {CaseList} list @param {number} step */
function move(list, step) {
  const { visible } = list;
  const now = visible.findIndex(({ element }) => element.contains(document.activeElement));
  const first = step > 0 ? 0 : visible.length - 1;
  const next = visible[now < 0 ? first : Math.min(visible.length - 1, Math.max(0, now + step))];
  next?.button.focus({ preventScroll: true });
  next?.button.scrollIntoView({ block: 'nearest' });
}

/** @param {CaseList} list */
function stepBack(list) {
  if (document.activeElement === list.search) {
    list.search.value = '';
    list.search.dispatchEvent(new Event('input'));
    const [first] = list.visible;
    first?.button.focus();
    return;
  }
  const entry = list.visible.find(({ element }) => element.contains(document.activeElement));
  if (entry) {
    list.setOpen(entry, false);
    entry.button.focus();
  }
}

/** @param {CaseList} list */
export function listenForKeys(list) {
  const rows = KEYS.flatMap(([key = '', what = '']) => [make('dt', '', make('kbd', '', key)), make('dd', '', what)]);
  const help = make('dialog', { class: 'help', 'aria-label': 'Keys' }, make('dl', '', ...rows));
  document.body.append(help);
  help.addEventListener('click', () => help.close());
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.key === 'Escape') return stepBack(list);
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (typing) return;
    if (event.key === '/') list.search.focus();
    else if (event.key === 'j') move(list, 1);
    else if (event.key === 'k') move(list, -1);
    else if (event.key === '?') help.showModal();
    else return;
    event.preventDefault();
  });
}
