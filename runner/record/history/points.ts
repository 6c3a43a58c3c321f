import type { DatabaseSync } from 'node:sqlite';
import type { Outcome, Verdict } from '../../plan/outcome.ts';
import { type Header, type StackFacts, stackFacts } from '../schema.ts';

/** One result of a case in the history, with what is needed of its run. */
export interface Point {
  run: string;
  target: string;
  /** When the run started, in UTC. */
  started: string;
  /** The suite's commit, with a `+` where it was changed; null outside a checkout. */
  revision: string | null;
  /** Equal for runs on the same stack. */
  stack: number;
  /** Of record.jsonl; it may be gone. */
  record: string;
  outcome: Outcome;
  verdict: Verdict;
  message: string;
  /** Attempts that started. */
  attempts: number;
  /** Of these, the ones that ended in another way than expected. */
  off: number;
  durationMs: number;
}

export interface MetricPoint {
  run: string;
  name: string;
  unit: string;
  median: number;
}

/** Which runs count. */
export interface Selection {
  id: string;
  target: string;
  /** Runs whose stack options changed the target; without it they are left out, for they tell of another stack. */
  changed?: boolean;
}

const POINTS = `
  SELECT runs.run, target, started, revision, stack, record, outcome, verdict, message, attempts, off, durationMs
  FROM results JOIN runs ON runs.id = results.run`;

/** All results of a case on a target, oldest first. */
export function pointsOf(database: DatabaseSync, { id, target, changed = false }: Selection): Point[] {
  return database
    .prepare(
      `${POINTS} WHERE results.id = :id AND target = :target AND (:changed OR options = '[]') ORDER BY started, runs.run`,
    )
    .all({ id, target, changed: changed ? 1 : 0 })
    .map((row) => ({ ...row }) as unknown as Point);
}

/** The medians of a case's metrics, oldest first. */
export function metricsOf(database: DatabaseSync, { id, target, changed = false }: Selection): MetricPoint[] {
  return database
    .prepare(
      `SELECT runs.run, metrics.name, metrics.unit, metrics.median
       FROM metrics JOIN runs ON runs.id = metrics.run
       WHERE metrics.id = :id AND runs.target = :target AND (:changed OR runs.options = '[]')
       ORDER BY metrics.name, started, runs.run`,
    )
    .all({ id, target, changed: changed ? 1 : 0 })
    .map((row) => ({ ...row }) as unknown as MetricPoint);
}

/**
 * What ran before a run and can be compared with it: runs on the target as it is, and those with the same options.
 */
export function pointsBefore(
  database: DatabaseSync,
  id: string,
  { run, target, startedAt, options = [] }: Pick<Header, 'run' | 'target' | 'startedAt' | 'options'>,
): Point[] {
  return database
    .prepare(
      `${POINTS} WHERE results.id = :id AND target = :target AND runs.run <> :run AND started <= :started
         AND options IN ('[]', :options) ORDER BY started, runs.run`,
    )
    .all({ id, target, run, started: new Date(startedAt).toISOString(), options: JSON.stringify(options) })
    .map((row) => ({ ...row }) as unknown as Point);
}

/** The cases that the history knows on each target. */
export function knownCases(database: DatabaseSync, changed: boolean): { id: string; target: string }[] {
  return database
    .prepare(
      `SELECT DISTINCT results.id, target FROM results JOIN runs ON runs.id = results.run
       WHERE :changed OR options = '[]' ORDER BY target, results.id`,
    )
    .all({ changed: changed ? 1 : 0 })
    .map((row) => ({ id: String(row['id']), target: String(row['target']) }));
}

/** A stack as it was recorded, but for its command line. */
export function stackOf(database: DatabaseSync, id: number): StackFacts {
  const row = database.prepare('SELECT facts FROM stacks WHERE id = ?').get(id);
  return stackFacts.parse(JSON.parse(String(row?.['facts'])));
}
