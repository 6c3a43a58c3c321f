/**
 * Makes an element. Children are nodes or texts: nothing here, or anywhere in the page, takes markup.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string | Record<string, string | boolean>} attributes a class, or attributes; `false` leaves one out
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = '', ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(typeof attributes === 'string' ? { class: attributes } : attributes)) {
    if (value === false || value === '') continue;
    element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

/**
 * @param {string} label
 * @param {boolean} pressed
 * @param {(pressed: boolean) => void} onToggle
 */
export function toggle(label, pressed, onToggle) {
  const button = make('button', { type: 'button', class: 'chip', 'aria-pressed': String(pressed) }, label);
  button.addEventListener('click', () => {
    const now = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(now));
    onToggle(now);
  });
  return button;
}
