/** @typedef {import('../model.ts').CellVerdict} CellVerdict */

/** Worst first. @type {readonly CellVerdict[]} */
export const VERDICTS = ['regression', 'missing', 'flaky', 'fixed', 'infra', 'known', 'ok'];

/** A sign that reads without colour. @type {Record<CellVerdict, string>} */
export const SIGNS = { regression: '✗', missing: '?', flaky: '≈', fixed: '★', infra: '!', known: '~', ok: '✓' };

/** @param {number} ms */
export function duration(ms) {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** @param {number} value @param {readonly string[]} units @param {number} step */
function scaled(value, units, step) {
  let [rest, index] = [value, 0];
  while (Math.abs(rest) >= step && index < units.length - 1) {
    rest /= step;
    index += 1;
  }
  return `${Number(rest.toPrecision(4)).toLocaleString('en')} ${units[index]}`;
}

/** @param {number} bytes */
export const bytes = (bytes) => scaled(bytes, ['B', 'KiB', 'MiB', 'GiB'], 1024);

/** A metric's value with its unit. @param {number | null} value @param {string} unit */
export function quantity(value, unit) {
  if (value === null) return '–';
  if (unit === 'ns') return scaled(value, ['ns', 'µs', 'ms', 's'], 1000);
  if (unit === 'B') return bytes(value);
  if (unit === 'B/s') return `${bytes(value)}/s`;
  const number = Number(value.toPrecision(6)).toLocaleString('en');
  return unit === '' || unit === 'count' ? number : `${number} ${unit}`;
}
