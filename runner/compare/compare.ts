import type { FirstDiagnosis } from '../diagnose/first-diagnosis.ts';
import type { Outcome } from '../plan/outcome.ts';
import { type ChangeKind, changeOf, isUnsteady, wordsOf } from './case-change.ts';
import { type Digest, type Ending, endingAt, outcomeAt } from './digest.ts';
import { Explainer, type Explanation } from './explain.ts';
import { changedMetrics, type MetricChange, type MetricPair, metricPairs } from './metrics.ts';
import { type StackDifference, stackDifferences } from './stacks.ts';

/** A run that takes part. */
export interface ComparedRun {
  /** Its target, numbered where several runs are of one. */
  label: string;
  run: string;
  target: string;
  /** Of record.jsonl. */
  record: string;
  cases: number;
  /** What keeps it from being a whole run; empty for one that came to its end. */
  warnings: string[];
  /** What was wrong with its stack beyond its cases: stages of a boot that failed, guests that were not reached. */
  findings: string[];
}

export interface CaseChange {
  id: string;
  /** The label of the run that is compared with the first one. */
  run: string;
  from: Ending;
  to: Ending;
  /** One of the two runs saw the case both ways. */
  flaky?: true;
  explanation?: Explanation;
  /** What the record that is worse tells of it by itself. */
  diagnosis?: FirstDiagnosis;
}

/** A case that one of two runs planned. */
export interface OneSided {
  id: string;
  run: string;
  outcome: Outcome | 'missing';
}

export interface Timing extends MetricChange {
  run: string;
  /** The accelerators differ, so that times are expected to. */
  explanation?: { id: string; title: string };
}

/** What differs between the first run and each of the others. */
export interface Comparison {
  runs: ComparedRun[];
  stacks: StackDifference[];
  regressions: CaseChange[];
  fixes: CaseChange[];
  changed: CaseChange[];
  /** Planned by both, but one of them has no result. */
  missing: CaseChange[];
  added: OneSided[];
  removed: OneSided[];
  timings: Timing[];
  /** Cases that ended alike in all runs. */
  same: number;
}

function warningsOf({ finished, truncated, ids, ended }: Digest): string[] {
  const left = ids.length - ended;
  return [
    ...(finished ? [] : ['it did not come to its end: its runner was stopped, or is still at work']),
    ...(truncated ? ['the last line of its record was cut'] : []),
    ...(left > 0 ? [`${left} planned ${left === 1 ? 'case has' : 'cases have'} no result`] : []),
  ];
}

interface Pair {
  from: Digest;
  to: Digest;
  label: string;
}

const LISTS: Readonly<Record<ChangeKind, 'regressions' | 'fixes' | 'changed' | 'missing'>> = {
  regression: 'regressions',
  fix: 'fixes',
  changed: 'changed',
  missing: 'missing',
};

/** By the position in the first run: how many of the others planned the case, and whether any of them ended it otherwise. */
interface Tally {
  planned: Uint16Array;
  differs: Uint8Array;
}

/** Finds ids; two runs of one plan have each at the same position, which spares an index of a million ids. */
function positionsIn(ids: readonly string[]): (id: string, guess: number) => number | undefined {
  let index: Map<string, number> | null = null;
  return (id, guess) => {
    if (ids[guess] === id) return guess;
    index ??= new Map(ids.map((other, position) => [other, position]));
    return index.get(id);
  };
}

function addPair(into: Comparison, { from, to, label: run }: Pair, tally: Tally): void {
  const explainer = new Explainer(from, to);
  const positionBefore = positionsIn(from.ids);
  const pairs: MetricPair[] = [];
  const common = new Uint8Array(from.ids.length);
  for (const [b, id] of to.ids.entries()) {
    const a = positionBefore(id, b);
    if (a === undefined) {
      into.added.push({ id, run, outcome: outcomeAt(to, b) });
      continue;
    }
    common[a] = 1;
    const [one, other] = [from.metrics.get(a), to.metrics.get(b)];
    if (one && other) pairs.push(...metricPairs(id, one, other));
    const kind = changeOf(from, a, to, b);
    if (kind === null) continue;
    tally.differs[a] = 1;
    const ends = { from: endingAt(from, a), to: endingAt(to, b) };
    const explanation = kind === 'fix' ? explainer.ofEarlier(id, ends.from) : explainer.ofLater(id, ends.to);
    into[LISTS[kind]].push({
      id,
      run,
      ...ends,
      ...(isUnsteady(ends.from) || isUnsteady(ends.to) ? { flaky: true as const } : {}),
      ...(explanation ? { explanation } : {}),
    });
  }
  for (const [a, id] of from.ids.entries()) {
    if (common[a] === 1) tally.planned[a] = (tally.planned[a] ?? 0) + 1;
    else into.removed.push({ id, run, outcome: outcomeAt(from, a) });
  }
  into.timings.push(...changedMetrics(pairs).map((change) => ({ ...change, run, ...speedNote(from, to) })));
}

function speedNote(from: Digest, to: Digest): Pick<Timing, 'explanation'> {
  const [one, other] = [from.header.stack.accelerator, to.header.stack.accelerator];
  if (one === other) return {};
  const title = `${one ?? 'no VM'} and ${other ?? 'no VM'} differ in speed`;
  return { explanation: { id: 'other-accelerator', title } };
}

/**
 * Compares the first run with each of the others.
 * @param labels one for each digest.
 */
export function compareRuns(digests: readonly Digest[], labels: readonly string[]): Comparison {
  const comparison: Comparison = {
    runs: digests.map((digest, i) => ({
      label: labels[i] ?? '',
      run: digest.header.run,
      target: digest.header.target,
      record: digest.path,
      cases: digest.ids.length,
      warnings: warningsOf(digest),
      findings: [...new Set([...digest.findings, ...digest.bootTroubles])],
    })),
    stacks: stackDifferences(digests),
    regressions: [],
    fixes: [],
    changed: [],
    missing: [],
    added: [],
    removed: [],
    timings: [],
    same: 0,
  };
  const [first, ...others] = digests;
  if (!first) return comparison;
  const tally = { planned: new Uint16Array(first.ids.length), differs: new Uint8Array(first.ids.length) };
  for (const [i, to] of others.entries()) addPair(comparison, { from: first, to, label: labels[i + 1] ?? '' }, tally);
  for (const [a, planned] of tally.planned.entries()) {
    if (planned === others.length && tally.differs[a] === 0) comparison.same += 1;
  }
  return comparison;
}

/** The regressions that somebody has to look at: all but those that such a stack cannot do without. */
export function accused({ regressions }: Comparison): CaseChange[] {
  return regressions.filter(({ explanation }) => explanation?.inherent !== true);
}

/** What is wrong with the stack of a later run and was not with that of the first, whatever numbers it holds. */
export function newFindings({ runs: [first, ...others] }: Comparison): string[] {
  const before = new Set(first?.findings.map(wordsOf));
  return others.flatMap(({ findings }) => findings.filter((finding) => !before.has(wordsOf(finding))));
}

/** Whether nothing is worse, and that is known of every case. Metrics do not count: one run each is too little for them. */
export function isGood(comparison: Comparison): boolean {
  return (
    accused(comparison).length === 0 &&
    comparison.missing.length === 0 &&
    newFindings(comparison).length === 0 &&
    comparison.runs.every(({ warnings }) => warnings.length === 0)
  );
}
