import { formatBytes } from '../../base/text.ts';
import type { RunRecord } from '../../record/reader.ts';
import type { Result } from '../../record/schema.ts';
import { safeLine, safeText } from '../escape.ts';
import { readRunFile } from '../run-files.ts';
import type { LogClocks } from './log-clocks.ts';
import type { LogBlock } from './model.ts';

/** Bytes of a log that are shown of one case: more of what nobody expected. */
const SHOWN = { unexpected: 32 << 10, asExpected: 2 << 10 } as const;
/** Characters of a longer line that are kept of its beginning, and of its end. */
const LINE_END = 1000;

function shorten(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line.length <= 3 * LINE_END
        ? line
        : `${line.slice(0, LINE_END)} … (${line.length - 2 * LINE_END} characters) … ${line.slice(-LINE_END)}`,
    )
    .join('\n');
}

function fromRecord({ excerpts }: Result, log: string, file: string, why: string): LogBlock {
  const text = excerpts.find((excerpt) => excerpt.log === log)?.text ?? '';
  const note = safeLine(text === '' ? why : `${why}; these lines are from the record`);
  return { log: safeLine(log), file: safeLine(file), text: shorten(safeText(text)), note };
}

/** A budget for all logs of a report, in bytes; what is over it is left out and marked. */
export class LogBudget {
  #left: number;
  constructor(bytes: number) {
    this.#left = bytes;
  }

  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}

/** The log slices of a result, read from the run's folder and bounded. */
export function logBlocks(record: RunRecord, result: Result, budget: LogBudget, clocks: LogClocks): LogBlock[] {
  const limit = result.verdict === 'ok' || result.verdict === 'known' ? SHOWN.asExpected : SHOWN.unexpected;
  const blocks = result.logs.flatMap(({ log, file, start, end }): LogBlock[] => {
    if (end <= start) return [];
    const from = Math.max(start, end - limit);
    if (!budget.take(end - from)) {
      const note = `${formatBytes(end - start)}, left out to keep the report small`;
      return [{ log: safeLine(log), file: safeLine(file), text: '', note }];
    }
    const part = readRunFile(record.dir, file, from, end);
    if ('why' in part) return [fromRecord(result, log, file, part.why)];
    if (part.bytes.length < end - from)
      return [fromRecord(result, log, file, `${file} has ${formatBytes(part.size)}, and the slice ends beyond it`)];
    const text = shorten(safeText(part.bytes.toString('utf8'))).trimEnd();
    if (text === '') return [];
    const note = from > start ? { note: `the last ${formatBytes(limit)} of ${formatBytes(end - start)}` } : {};
    const timed = clocks.of(record, result, { log, file, start: from, bytes: part.bytes });
    return [{ log: safeLine(log), file: safeLine(file), text, ...timed, ...note }];
  });
  // A record that travels without its folder, and one whose slices are not listed, still tell what they hold.
  const shown = new Set(result.logs.map(({ log }) => log));
  const others = result.excerpts
    .filter(({ log }) => !shown.has(log))
    .map(({ log, text }) => ({ log: safeLine(log), file: '', text: shorten(safeText(text)) }));
  return [...blocks, ...others];
}
