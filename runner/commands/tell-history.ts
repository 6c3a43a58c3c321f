import { messageOf, VenusSuiteError } from '../base/errors.ts';

/**
 * Adds a run to the history and says which of its unexpected results are new. The history is a help: a run whose
 * history cannot be written is told so, and is as good or bad as it was.
 * @returns the ids of results that are new; null where the history does not say.
 */
export async function tellHistory(runDir: string): Promise<string[] | null> {
  try {
    const [{ readRecord }, { historyPath }, { rememberRun }, { newsLines }] = await Promise.all([
      import('../record/reader.ts'),
      import('../record/history/database.ts'),
      import('../record/history/remember.ts'),
      import('../report/news-lines.ts'),
    ]);
    const news = await rememberRun(historyPath(), readRecord(runDir));
    const lines = newsLines(news);
    if (lines.length > 0)
      process.stderr.write(`History of this machine:\n${lines.map((line) => `  ${line}\n`).join('')}`);
    return news.filter(({ kind }) => kind === 'new').map(({ id }) => id);
  } catch (error) {
    const hint = error instanceof VenusSuiteError && error.hint !== undefined ? `\n  Next: ${error.hint}` : '';
    process.stderr.write(`The run is not in the history: ${messageOf(error)}${hint}\n`);
    return null;
  }
}
