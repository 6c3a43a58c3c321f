import { make } from './elements.js';
import { listenForKeys } from './keys.js';
import { CaseList } from './list.js';
import { pictureView } from './pictures.js';

/** @type {import('../model.ts').PageModel} */
const model = JSON.parse(document.getElementById('model')?.textContent ?? '');
const list = new CaseList(model);
document
  .getElementById('compared')
  ?.replaceChildren(...(model.compared ?? []).map(({ title, pictures }) => pictureView(pictures, title)));
document.getElementById('cases')?.replaceChildren(make('h2', '', 'Cases'), list.element);
document.querySelector('body > header')?.append(make('p', 'hint', make('kbd', '', '?'), ' keys'));
listenForKeys(list);

function openNamed() {
  const entry = list.find(decodeURIComponent(location.hash.slice(1)));
  if (!entry) return;
  list.setOpen(entry, true);
  entry.button.focus({ preventScroll: true });
  entry.element.scrollIntoView({ block: 'start' });
}
addEventListener('hashchange', openNamed);
openNamed();
