import type { RunRecord } from '../../record/reader.ts';
import type { Check, Result } from '../../record/schema.ts';
import { idsOf, labelsOf } from '../columns.ts';
import { diagnosisWords } from '../diagnosis.ts';
import { clip, safeLine, safeText } from '../escape.ts';
import { figuresOf } from '../figures.ts';
import { LogBudget, logBlocks } from './log-blocks.ts';
import { LogClocks } from './log-clocks.ts';
import type { CaseRow, Cell, CheckRow, ComparedPicture, PageModel } from './model.ts';
import { type PictureChoice, PictureLoader, type PicturePair } from './pictures.ts';

const LOG_BYTES = 16 << 20;
const PICTURE_BYTES = 48 << 20;
const TEXT_LENGTH = 4000;
const VALUE_LENGTH = 1000;
const CHECKS_SHOWN = 200;
const ROWS_SHOWN = 100;

function checkRow({ name, ok, expected, actual, message }: Check): CheckRow {
  const value = (text: string): string => clip(safeText(text), VALUE_LENGTH);
  return {
    name: clip(safeLine(name), VALUE_LENGTH),
    ok,
    ...(expected === undefined ? {} : { expected: value(expected) }),
    ...(actual === undefined ? {} : { actual: value(actual) }),
    ...(message === undefined ? {} : { message: value(message) }),
  };
}

/** The failed ones first, so that a bound never hides one behind passes. */
function checksOf(checks: readonly Check[]): Pick<Cell, 'checks' | 'checksLeftOut'> {
  const ordered = [...checks.filter(({ ok }) => !ok), ...checks.filter(({ ok }) => ok)];
  const leftOut = ordered.length - CHECKS_SHOWN;
  return {
    checks: ordered.slice(0, CHECKS_SHOWN).map(checkRow),
    ...(leftOut > 0 ? { checksLeftOut: leftOut } : {}),
  };
}

function cellOf(result: Result): Cell {
  const { expected, attempts, exit, resources } = result;
  const diagnosis = diagnosisWords(result);
  return {
    verdict: result.verdict,
    outcome: result.outcome,
    message: clip(safeText(result.message), TEXT_LENGTH),
    durationMs: result.durationMs,
    processMs: result.processMs,
    exit: safeLine(String(exit.signal ?? exit.code ?? 'none')),
    ...(resources ? { maxRssKiB: resources.maxRssKiB } : {}),
    ...(expected
      ? {
          expectation: {
            outcome: safeLine(expected.outcome),
            reason: safeText(expected.reason),
            link: safeLine(expected.link),
          },
        }
      : {}),
    ...(attempts.length > 1
      ? {
          attempts: attempts.slice(0, ROWS_SHOWN).map(({ outcome, message, durationMs }) => ({
            outcome,
            message: clip(safeLine(message), VALUE_LENGTH),
            durationMs,
          })),
        }
      : {}),
    ...(diagnosis === null ? {} : { diagnosis }),
    ...checksOf(result.checks),
    metrics: result.metrics
      .slice(0, ROWS_SHOWN)
      .map(({ name, unit, values }) => ({ name: safeLine(name), unit: safeLine(unit), ...figuresOf(values) })),
    files: result.files
      .slice(0, ROWS_SHOWN)
      .map(({ name, role, path, bytes }) => ({ name: safeLine(name), role, path: safeLine(path), bytes })),
    logs: [],
  };
}

const MISSING: Cell = {
  verdict: 'missing',
  outcome: null,
  message: 'no result: the run ended before this case',
  durationMs: 0,
  processMs: null,
  exit: 'none',
  checks: [],
  metrics: [],
  files: [],
  logs: [],
};

/** Logs and pictures go to the unexpected results first: a budget that runs out takes from those that passed. */
function need({ verdict }: Result): number {
  if (verdict === 'ok') return 2;
  return verdict === 'known' ? 1 : 0;
}

/**
 * What the page shows: the records, and of their folders the bounded log slices and pictures.
 * @param pairs pictures of two runs that differ.
 * @throws UsageError where one run is given twice.
 */
export async function buildModel(
  records: readonly RunRecord[],
  choice: PictureChoice,
  pairs: readonly PicturePair[] = [],
): Promise<PageModel> {
  const labels = labelsOf(records);
  const logs = new LogBudget(LOG_BYTES);
  const clocks = new LogClocks();
  const pictures = new PictureLoader(choice, PICTURE_BYTES);
  const compared: ComparedPicture[] = [];
  for (const pair of pairs) compared.push({ title: safeLine(pair.title), pictures: await pictures.pair(pair) });
  const columns = records.map(({ missing }) => new Map<string, Cell>(missing.map((id) => [id, MISSING])));
  const results = records.flatMap((record, column) => record.results.map((result) => ({ record, column, result })));
  for (const { record, column, result } of results.toSorted((a, b) => need(a.result) - need(b.result))) {
    const shown = await pictures.load(record, result);
    const cell = { ...cellOf(result), logs: logBlocks(record, result, logs, clocks) };
    columns[column]?.set(result.id, shown ? { ...cell, pictures: shown } : cell);
  }
  const cases = idsOf(records).map(
    (id): CaseRow => ({
      id: safeLine(id),
      area: safeLine(id.split('/')[0] ?? id),
      cells: columns.map((cells) => cells.get(id) ?? null),
    }),
  );
  return {
    columns: records.map(({ header }, i) => ({ label: labels[i] ?? '', run: safeLine(header.run) })),
    cases,
    ...(compared.length > 0 ? { compared } : {}),
  };
}
