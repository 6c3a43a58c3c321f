import { basename } from 'node:path';
import { countBy } from '../record/counts.ts';
import { isComplete, type RunRecord } from '../record/reader.ts';
import type { Result } from '../record/schema.ts';
import { safeLine } from './escape.ts';
import { unfinished } from './points.ts';

/** What a whole run amounts to. */
export interface RunVerdict {
  good: boolean;
  /** A sentence without a full stop: `1 regression, 1 fixed`. */
  text: string;
  /** What a person does next, as a sentence or a command; null where nothing is to be done. */
  next: string | null;
}

function isGoldenFailure({ checks }: Result): boolean {
  const failed = checks.filter(({ ok }) => !ok);
  return failed.length === 1 && failed[0]?.name === 'golden';
}

function nextFor(result: Result, record: RunRecord, reportIsOpen: boolean): string {
  const id = safeLine(result.id);
  const target = safeLine(record.header.target);
  if (result.verdict === 'fixed')
    return `take the expectation for ${id} out: venus-suite bless ${record.dir} ${id} --expectations`;
  if (result.verdict === 'infra') return `see what this machine lacks: venus-suite doctor --target ${target}`;
  if (isGoldenFailure(result)) {
    const look = reportIsOpen ? 'compare its pictures' : `compare its pictures with venus-suite report ${record.dir}`;
    return `${look}; if they are right: venus-suite bless ${record.dir} ${id}`;
  }
  const about = result.checks.find(({ ok }) => !ok)?.name;
  // A case that judges the run from the outside names the cases that it is about.
  if (result.exit.code === null && about !== undefined && record.header.plan.ids.includes(about))
    return `run just these again: venus-suite run ${safeLine(about)} ${id} --target ${target}`;
  return `run it again by itself: venus-suite run ${id} --target ${target}`;
}

/** One case is looked into by itself; several are read side by side before that. */
function nextForAll(first: Result, count: number, record: RunRecord, reportIsOpen: boolean): string {
  if (count === 1 || reportIsOpen || first.verdict === 'infra') return nextFor(first, record, reportIsOpen);
  return `read them together: venus-suite report ${record.dir}`;
}

/**
 * The verdict on a run and the next step. Only a run that came to its end, with every planned result and no finding,
 * is good.
 * @param reportIsOpen whether the person reads it in a report, so that there is no need to make one.
 */
export function verdictOf(record: RunRecord, reportIsOpen = false): RunVerdict {
  const target = safeLine(record.header.target);
  const bad = record.results.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'known');
  const findings = record.footer?.findings.length ?? 0;
  const parts = [
    ...Object.entries(countBy(bad, ({ verdict }) => verdict)).map(([verdict, count]) => `${count} ${verdict}`),
    ...(findings > 0 ? [`${findings} finding${findings > 1 ? 's' : ''}`] : []),
    ...(record.missing.length > 0 ? [`${record.missing.length} without a result`] : []),
  ];
  const why = unfinished(record);
  if (why !== null) parts.push(why);
  const infra = record.boots.find((boot) => boot.infra !== null && record.results.length === 0);
  if (infra) return { good: false, text: `the guest was never reached`, next: `venus-suite doctor --target ${target}` };
  if (parts.length === 0 && isComplete(record)) return { good: true, text: 'every result is as expected', next: null };
  const [first] = bad;
  const again = `run it again: venus-suite run --target ${target}`;
  const next = first
    ? nextForAll(first, bad.length, record, reportIsOpen)
    : findings > 0
      ? `read the finding and the logs in ${record.dir}`
      : again;
  return {
    good: false,
    text: parts.length > 0 ? parts.join(', ') : `run ${basename(record.dir)} is not complete`,
    next,
  };
}
