// The words of the cases that judge a run from the outside: of its checks alone, so that the checks of a run's parts
// give the words of the whole.

import type { Check } from '../record/schema.ts';

const CLEAN = 'no line that tells of trouble';
const OTHERS_NAMED = 5;

/** Where a line lies that no case printed. */
export const OUTSIDE = 'outside of every case';

function named(others: readonly string[]): string {
  return `${others.slice(0, OTHERS_NAMED).join(', ')}${others.length > OTHERS_NAMED ? ', …' : ''}`;
}

/** host/log-clean: the check of logs in which nothing was found. */
export function cleanLogs(cases: number): Check {
  return { name: `the logs of ${cases} cases and of the boots`, ok: true, actual: CLEAN };
}

/**
 * host/log-clean: the check that a line fails.
 * @param where the case that printed it, or `OUTSIDE`.
 * @param kind the symptom and its log: `device-lost in qemu`.
 * @param means what the symptom means; empty where nobody knows.
 */
export function logTrouble(where: string, kind: string, line: string, means: string): Check {
  const message = means === '' ? kind : `${kind}: ${means}`;
  return { name: where, ok: false, expected: CLEAN, actual: line, message };
}

/** host/log-clean: its message; empty where no check failed. */
export function logsMessage(checks: readonly Check[]): string {
  const failed = checks.filter(({ ok }) => !ok);
  const [first] = failed;
  if (!first) return '';
  const others = [...new Set(failed.map(({ name }) => name))].filter((name) => name !== first.name);
  const more = others.length > 0 ? ` (also ${named(others)})` : '';
  const kind = first.message?.split(': ', 1)[0];
  return `${first.name}: ${kind}: ${first.actual}${failed.length > 1 ? `; ${failed.length} such lines in all` : ''}${more}`;
}

/** host/baseline: its message; empty where no check failed. */
export function baselineMessage(checks: readonly Check[]): string {
  const [first, ...others] = checks.filter(({ ok }) => !ok);
  if (!first) return '';
  const more = others.length > 0 ? `; also ${named(others.map(({ name }) => name))}` : '';
  return `without the VM, on the host's own driver, ${first.name} ends with ${first.actual}: ${first.message ?? ''}${more}`;
}
