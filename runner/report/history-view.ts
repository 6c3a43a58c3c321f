import type { DatabaseSync } from 'node:sqlite';
import { UsageError } from '../base/errors.ts';
import { selectByQuery } from '../plan/query.ts';
import { knownCases, type MetricPoint, metricsOf, pointsOf, stackOf } from '../record/history/points.ts';
import { type CaseTrend, trendOf } from '../record/history/trend.ts';
import { stackChanges } from '../record/stack-changes.ts';

/** A case's trend with what else a report of it shows. */
export interface HistoryView {
  trend: CaseTrend;
  metrics: MetricPoint[];
  /** What differs between the last good run and the first bad one; empty where there are not both. */
  changed: string[];
}

export interface HistorySelection {
  query: readonly string[];
  /** Null for all. */
  targets: readonly string[] | null;
  /** Also runs whose options changed the stack. */
  changed: boolean;
}

/** @throws UsageError where a query or a target names nothing that ever ran here. */
export function viewHistory(database: DatabaseSync, { query, targets, changed }: HistorySelection): HistoryView[] {
  const known = knownCases(database, changed);
  const names = new Set(known.map(({ target }) => target));
  for (const target of targets ?? []) {
    if (names.has(target)) continue;
    throw new UsageError(`No run on “${target}” is in the history.`, { hint: `There are: ${[...names].join(', ')}.` });
  }
  const wanted = known.filter(({ target }) => targets === null || targets.includes(target));
  if (wanted.length === 0) return [];
  return selectByQuery(wanted, query).map(({ id, target }) => {
    const selection = { id, target, changed };
    const trend = trendOf(id, target, pointsOf(database, selection));
    return { trend, metrics: metricsOf(database, selection), changed: changesOf(database, trend) };
  });
}

/** What may have made the case bad. */
function changesOf(database: DatabaseSync, { goodBefore, bad }: CaseTrend): string[] {
  if (goodBefore === null || bad === null) return [];
  const [before, after] = [goodBefore.revision, bad.first.revision];
  return [
    ...stackChanges(stackOf(database, goodBefore.stack), stackOf(database, bad.first.stack)),
    ...(before === after ? [] : [`suite ${shortRevision(before)} → ${shortRevision(after)}`]),
  ];
}

function shortRevision(revision: string | null): string {
  if (revision === null) return 'unknown';
  return revision.slice(0, 10) + (revision.endsWith('+') ? ' with changes' : '');
}
