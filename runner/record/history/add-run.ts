import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { oneLine } from '../../base/text.ts';
import type { RunRecord } from '../reader.ts';
import type { Header, Result, StackFacts } from '../schema.ts';

const MESSAGE_LIMIT = 500;

/**
 * Adds a run, within the caller's transaction. A run that is there already, as one that was resumed, is replaced.
 */
export function addRun(database: DatabaseSync, { header, footer, results, path }: RunRecord): void {
  database.prepare('DELETE FROM runs WHERE run = ?').run(header.run);
  const { lastInsertRowid: run } = database
    .prepare(
      'INSERT INTO runs (run, target, started, revision, options, stack, exit, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      header.run,
      header.target,
      // One way of writing a time, for it is sorted as text.
      new Date(header.startedAt).toISOString(),
      revisionText(header),
      JSON.stringify(header.options ?? []),
      stackId(database, header.stack),
      footer?.exit ?? null,
      path,
    );
  const addResult = database.prepare('INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const addMetric = database.prepare('INSERT OR REPLACE INTO metrics VALUES (?, ?, ?, ?, ?)');
  for (const result of results) {
    const { id, outcome, verdict, message, durationMs, metrics } = result;
    const { attempts, off } = countAttempts(result);
    addResult.run(run, id, outcome, verdict, oneLine(message).slice(0, MESSAGE_LIMIT), attempts, off, durationMs);
    for (const { name, unit, summary } of metrics) {
      if (summary !== undefined) addMetric.run(run, id, name, unit, summary.median);
    }
  }
}

/** Attempts that started, and those of them that ended in another way than expected. */
export function countAttempts({ attempts, expected }: Pick<Result, 'attempts' | 'expected'>): {
  attempts: number;
  off: number;
} {
  const started = attempts.filter(({ outcome }) => outcome !== 'infra');
  const off = started.filter(({ outcome }) => outcome !== (expected?.outcome ?? 'pass'));
  return { attempts: started.length, off: off.length };
}

function revisionText({ revision }: Header): string | null {
  return revision && `${revision.commit}${revision.dirty ? '+' : ''}`;
}

/** Runs on one stack share it: its list of packages is longer than all results. */
function stackId(database: DatabaseSync, stack: StackFacts): number | bigint {
  const facts = JSON.stringify({ ...stack, commandLine: [] } satisfies StackFacts);
  const key = createHash('sha256').update(facts).digest('hex');
  const found = database.prepare('SELECT id FROM stacks WHERE key = ?').get(key);
  if (found) return Number(found['id']);
  return database.prepare('INSERT INTO stacks (key, facts) VALUES (?, ?)').run(key, facts).lastInsertRowid;
}
