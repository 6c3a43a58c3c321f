import { dirname } from 'node:path';
import type { RunRecord } from '../reader.ts';
import { addRun } from './add-run.ts';
import { inTransaction, withHistory } from './database.ts';
import { type News, newsOf } from './news.ts';
import { pointsBefore } from './points.ts';
import { rememberRunFolder } from './run-folders.ts';

/**
 * Adds a run to the history.
 * @returns how its unexpected results stand against the runs before it.
 * @throws InfraError where the history cannot be written.
 */
export async function rememberRun(path: string, record: RunRecord): Promise<News[]> {
  // Before the history itself: what it cannot take now, a rebuild finds.
  rememberRunFolder(path, dirname(record.dir));
  return withHistory(path, (database) => {
    const news = newsOf(record.results, (id) => pointsBefore(database, id, record.header));
    inTransaction(database, () => addRun(database, record));
    return news;
  });
}
