import type { CaseChange, Comparison, OneSided } from '../../compare/compare.ts';
import type { Gate, GateCase, GateMetric } from '../../compare/gate.ts';
import type { Tally } from '../../compare/gate-evidence.ts';
import { arrow, cell, endingText, type Section, STACK_ROWS, section, stackRows, why } from '../comparison/sections.ts';
import { formatQuantity } from '../metric-lines.ts';

/** What a gate came to. */
export interface GateReport {
  gate: Gate;
  /** Of the first runs; null where one of the sides could not be run. */
  comparison: Comparison | null;
  /** The records of all runs, in the order in which they were made. */
  records: string[];
}

const often = ({ bad, of }: Tally): string => `${bad} of ${of}`;

function caseRows(cases: readonly GateCase[]): string[][] {
  return cases.map((one) => [
    cell(one.id),
    arrow(endingText(one.from), endingText(one.to)),
    often(one.base),
    often(one.patch),
    cell(why(one)),
  ]);
}

function metricRows(metrics: readonly GateMetric[]): string[][] {
  return metrics.map(({ id, metric, unit, from, to, baseMedians, patchMedians }) => {
    const list = (values: readonly number[], first: number): string =>
      (values.length > 0 ? values : [first]).map((value) => formatQuantity(value, cell(unit))).join(', ');
    return [cell(id), cell(metric), list(baseMedians, from.median), list(patchMedians, to.median)];
  });
}

const changeRows = (changes: readonly CaseChange[]): string[][] =>
  changes.map((change) => [cell(change.id), arrow(endingText(change.from), endingText(change.to)), cell(why(change))]);

const sidedRows = (cases: readonly OneSided[]): string[][] => cases.map(({ id, outcome }) => [cell(id), outcome]);

/** A gate as tables: what is worse first. */
export function gateSections({ gate, comparison }: GateReport, limit: number): Section[] {
  const cases = ['case', 'from → to', 'base', 'patch', 'why'];
  const metrics = ['case', 'metric', 'base, medians', 'patch, medians'];
  const changes = ['case', 'from → to', 'why'];
  const accused = new Set([...gate.regressions, ...gate.flaky].map(({ id }) => id));
  const findings = gate.findings.map((finding) => [cell(finding)]);
  return [
    ...section('Regressions', 'bad', cases, caseRows(gate.regressions), limit),
    ...section('Metrics that are worse', 'bad', metrics, metricRows(gate.slower), limit),
    ...section('New findings about the stack', 'bad', ['finding'], findings, limit),
    ...section('Flaky: differed and did not hold', 'plain', cases, caseRows(gate.flaky), limit),
    ...section('Metrics that differed and are not proven worse', 'plain', metrics, metricRows(gate.unproven), limit),
    ...(comparison === null
      ? []
      : [
          ...section('Fixes', 'good', changes, changeRows(comparison.fixes), limit),
          ...section(
            'Expected differences and other changes',
            'plain',
            changes,
            changeRows([...comparison.regressions, ...comparison.changed].filter(({ id }) => !accused.has(id))),
            limit,
          ),
          ...section('Added cases', 'plain', ['case', 'outcome'], sidedRows(comparison.added), limit),
          ...section('Removed cases', 'plain', ['case', 'outcome'], sidedRows(comparison.removed), limit),
          ...section(
            'Stack differences',
            'plain',
            ['part', 'base', 'patch'],
            stackRows(comparison),
            Math.min(limit, STACK_ROWS),
          ),
        ]),
  ];
}

const VERDICTS = { 0: 'good', 1: 'worse', 125: 'cannot be told' } as const;

/** The decision in one line. */
export function gateLine({ gate: { exit, verdict } }: GateReport): string {
  return `${VERDICTS[exit]}: ${cell(verdict)}`;
}
