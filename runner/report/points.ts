import type { RunRecord } from '../record/reader.ts';
import type { Result } from '../record/schema.ts';
import { safeLine } from './escape.ts';

/** How a point counts for a CI: `known` is a failure and `skip` a skip that an expectation names. */
export type PointKind = 'ok' | 'skip' | 'known' | 'failed';

/** One line of TAP, one test case of JUnit. */
export interface Point {
  kind: PointKind;
  name: string;
  /** One safe line: why it is not simply ok; empty for `ok`. */
  message: string;
  /** The result it stands for; null for what is told of the run itself and for missing results. */
  result: Result | null;
}

function pointOf(result: Result): Point {
  const base = { name: safeLine(result.id), result };
  const message = safeLine(result.message) || `${result.outcome}, ${result.verdict}`;
  if (result.verdict === 'ok') return { ...base, kind: 'ok', message: '' };
  if (result.verdict !== 'known') return { ...base, kind: 'failed', message };
  const reason = safeLine(`${result.expected?.reason ?? 'expected'} (${result.expected?.link ?? 'no link'})`);
  return result.outcome === 'skip'
    ? { ...base, kind: 'skip', message: `${message} [known: ${reason}]` }
    : { ...base, kind: 'known', message: `${reason}: ${result.outcome}: ${message}` };
}

/** What a run without its end says of itself; null for a run that came to its end. */
export function unfinished(record: RunRecord): string | null {
  if (record.footer === null) return 'the run did not come to its end: its record has no footer';
  return null;
}

/**
 * A record as points: every planned case, then what made the run not good beyond its cases. A case without a
 * result is a failed point, so that no CI takes a short run for a green one.
 */
export function pointsOf(record: RunRecord): Point[] {
  const results = new Map(record.results.map((result) => [result.id, result]));
  const cases = record.header.plan.ids.map((id): Point => {
    const result = results.get(id);
    if (result) return pointOf(result);
    return { kind: 'failed', name: safeLine(id), message: 'no result: the run ended before this case', result: null };
  });
  const findings = (record.footer?.findings ?? []).map(
    (finding, index): Point => ({
      kind: 'failed',
      name: `run/finding-${index + 1}`,
      message: safeLine(finding),
      result: null,
    }),
  );
  return [...cases, ...findings];
}
