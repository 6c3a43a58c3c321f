import { accused, type CaseChange, type Comparison, newFindings, type Timing } from './compare.ts';
import { type Digest, outcomeAt } from './digest.ts';
import { isSlower, isWorse, mediansOf, type Tally, tallyOf } from './gate-evidence.ts';

/** A case that differs, with all that was seen of it on both sides. */
export interface GateCase extends CaseChange {
  base: Tally;
  patch: Tally;
}

/** A metric that differs, with the median of each run that was made again. */
export interface GateMetric extends Timing {
  baseMedians: number[];
  patchMedians: number[];
}

export interface Gate {
  exit: 0 | 1 | 125;
  /** A sentence without a full stop. */
  verdict: string;
  regressions: GateCase[];
  slower: GateMetric[];
  /** What differed at first and did not hold: seen both ways, or not seen again. */
  flaky: GateCase[];
  /** Metrics that differed at first and did not hold, or could not be run again. */
  unproven: GateMetric[];
  /** What the patch's stack says of itself that the base's does not. */
  findings: string[];
}

/** All runs of one side: the first with every case, the others with what differed. */
export interface SideRuns {
  first: Digest;
  again: readonly Digest[];
}

/** The regressions and metrics that have to be run again before anybody is accused. */
export function suspectsOf(comparison: Comparison): { cases: CaseChange[]; metrics: Timing[] } {
  // The base saw it pass and the patch saw it both ways: a new race looks so.
  const races = comparison.changed.filter(({ flaky, from }) => flaky && from.outcome === 'pass');
  const metrics = comparison.timings.filter(({ direction, explanation }) => direction === 'worse' && !explanation);
  return { cases: [...accused(comparison), ...races], metrics };
}

const counted = (count: number, one: string, many: string): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

function verdictOf(gate: Omit<Gate, 'exit' | 'verdict'>): string {
  const bad = [
    ...counted(gate.regressions.length, 'regression', 'regressions'),
    ...counted(gate.slower.length, 'metric is worse', 'metrics are worse'),
    ...counted(gate.findings.length, 'new finding about the stack', 'new findings about the stack'),
  ];
  return bad.length === 0 ? 'nothing is worse with the patch' : bad.join(', ');
}

/** The decision over two sides whose first runs were compared and whose differences were run again. */
export function decide(comparison: Comparison, base: SideRuns, patch: SideRuns): Gate {
  const suspects = suspectsOf(comparison);
  const cases = suspects.cases.map((change): GateCase => {
    const wasPass = change.from.outcome === 'pass';
    const tally = ({ first, again }: SideRuns): Tally =>
      tallyOf(change.id, [first, ...again], wasPass, change.to.outcome);
    return { ...change, base: tally(base), patch: tally(patch) };
  });
  const metrics = suspects.metrics.map((timing): GateMetric => {
    // Not the first runs: they were chosen because they differ.
    const medians = ({ again }: SideRuns): number[] => mediansOf(timing.id, timing.metric, again);
    return { ...timing, baseMedians: medians(base), patchMedians: medians(patch) };
  });
  const slow = ({ unit, baseMedians, patchMedians }: GateMetric): boolean => isSlower(unit, baseMedians, patchMedians);
  const lost = comparison.missing.filter(({ to }) => to.outcome === 'missing');
  const gate = {
    regressions: cases.filter((one) => isWorse(one.base, one.patch)),
    slower: metrics.filter(slow),
    flaky: cases.filter((one) => !isWorse(one.base, one.patch)),
    unproven: metrics.filter((metric) => !slow(metric)),
    findings: newFindings(comparison),
  };
  const bad = gate.regressions.length + gate.slower.length + gate.findings.length > 0;
  if (bad) return { ...gate, exit: 1, verdict: verdictOf(gate) };
  const [, patchRun] = comparison.runs;
  if (lost.length > 0 || (patchRun?.warnings.length ?? 0) > 0)
    return { ...gate, exit: 125, verdict: `the patch’s run is not whole: ${patchRun?.warnings.join('; ')}` };
  if (nothingRan(patch.first)) return { ...gate, exit: 125, verdict: 'no case of the patch’s run could be started' };
  return { ...gate, exit: 0, verdict: verdictOf(gate) };
}

/** A decision without a comparison: one of the sides could not be run. */
export function decideUnrun(exit: 1 | 125, verdict: string): Gate {
  return { exit, verdict, regressions: [], slower: [], flaky: [], unproven: [], findings: [] };
}

/** Whether nothing of a run could be started: its guest was not reached, or each case is infrastructure's. */
export function nothingRan(digest: Digest): boolean {
  return digest.ids.every((_, position) => ['infra', 'missing'].includes(outcomeAt(digest, position)));
}
