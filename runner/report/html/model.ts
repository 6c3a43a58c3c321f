import type { Outcome, Verdict } from '../../plan/outcome.ts';

// What the page's script gets as JSON: every text in it is safe to show (safeText), none of it is markup.

/** `missing`: planned, but without a result. */
export type CellVerdict = Verdict | 'missing';

export interface PageModel {
  columns: Column[];
  cases: CaseRow[];
  /** Of a comparison: pictures that differ between two runs, outside of any golden. */
  compared?: ComparedPicture[];
}

export interface ComparedPicture {
  title: string;
  pictures: Pictures;
}

/** One run. */
export interface Column {
  /** The target, numbered where two runs are of one target. */
  label: string;
  run: string;
}

export interface CaseRow {
  id: string;
  area: string;
  /** One for each column; null where the run did not plan the case. */
  cells: (Cell | null)[];
}

export interface Cell {
  verdict: CellVerdict;
  outcome: Outcome | null;
  message: string;
  durationMs: number;
  processMs: number | null;
  exit: string;
  maxRssKiB?: number;
  expectation?: { outcome: string; reason: string; link: string };
  /** Only where there was more than one. */
  attempts?: { outcome: string; message: string; durationMs: number }[];
  /** The first diagnosis; texts may be empty. */
  diagnosis?: { sentence: string; evidence: string; command: string };
  checks: CheckRow[];
  checksLeftOut?: number;
  metrics: MetricRow[];
  files: { name: string; role: string; path: string; bytes: number }[];
  pictures?: Pictures;
  logs: LogBlock[];
}

export interface CheckRow {
  name: string;
  ok: boolean;
  expected?: string;
  actual?: string;
  message?: string;
}

export interface MetricRow {
  name: string;
  unit: string;
  n: number;
  median: number;
  p95: number;
}

/** Data URIs of PNGs, where they could be read. Of two runs the earlier one is what is expected. */
export interface Pictures {
  expected?: string;
  actual?: string;
  /** What the two are called, where that is not `expected` and `actual`. */
  names?: { expected: string; actual: string };
  difference?: string;
  /** What is missing, and why. */
  notes: string[];
}

export interface LogBlock {
  log: string;
  /** Where the whole of it is, within the run's folder. */
  file: string;
  /** The last lines of what the log gained while the case ran. */
  text: string;
  /** For each line the seconds since the case began, all on one clock; null where that is not known. */
  times?: (number | null)[];
  /** How these times are known, and how well. */
  clock?: string;
  /** Why it is not the whole slice: `the last 32 KiB of 1.0 GiB`. */
  note?: string;
}
