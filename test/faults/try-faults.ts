import type { Case } from '../../runner/plan/case.ts';
import { allCases } from '../../runner/plan/catalogue.ts';
import { mergeEnv } from '../../runner/plan/merge-env.ts';
import type { Bed, Seen } from './bed.ts';
import { target } from './bench-target.ts';
import { casesOf, casesToProve } from './coverage.ts';
import { BRIEF_SOAK, type Fault } from './fault.ts';
import { faults as allFaults } from './faults.ts';
import { controlOf, isCaught, type Matrix, type MatrixRow, mergeRows, rowOf } from './matrix.ts';

export interface Trial {
  /** Each fault with the whole catalogue, not with its query. */
  full: boolean;
  /** Whether the cases are run without a fault first. */
  control: boolean;
  /** What was seen before; kept for what is not tried now. */
  before: Matrix | null;
  signal: AbortSignal;
  say(line: string): void;
  /** What is being tried now. */
  status(line: string): void;
  /** After each fault: what was seen so far, so that an interrupted trial has lost nothing. */
  keep(matrix: Matrix): void;
}

/**
 * Tries faults one by one.
 * @returns the matrix with what was seen, and the names of those that nothing caught.
 */
export async function tryFaults(
  faults: readonly Fault[],
  bed: Bed,
  { full, control, before, signal, say, status, keep }: Trial,
): Promise<{ matrix: Matrix; missed: string[] }> {
  const catalogue = allCases();
  const names = allFaults.map(({ name }) => name);
  let matrix: Matrix = before ?? { target: target.name, stack: '', control: { ok: [], red: [] }, rows: [] };
  if (control) {
    const cases = controlCases(catalogue);
    status(`without a fault: ${cases.length} cases …`);
    const seen = await bed.run(null, cases);
    say(`without a fault: ${cases.length} cases, ${Math.round(seen.seconds)} s`);
    if (!signal.aborted) matrix = { ...matrix, stack: bed.stack ?? matrix.stack, control: controlOf(seen.results) };
    for (const { case: id, outcome } of matrix.control.red) say(`  ${id}: ${outcome} WITHOUT A FAULT`);
  }
  const missed: string[] = [];
  for (const [index, fault] of faults.entries()) {
    if (signal.aborted) break;
    const cases = full ? nightlyCases(catalogue) : casesOf(fault, catalogue, target);
    status(`${index + 1}/${faults.length} ${fault.name}: ${cases.length} cases …`);
    const seen = await bed.run(fault, cases);
    if (signal.aborted) break;
    const row = rowOf(fault.name, seen);
    if (!isCaught(row)) missed.push(fault.name);
    matrix = { ...matrix, stack: bed.stack ?? matrix.stack, rows: mergeRows(matrix.rows, [row], names) };
    keep(matrix);
    say(`${index + 1}/${faults.length} ${fault.name}: ${told(row, seen)}`);
  }
  return { matrix, missed };
}

/** Everything but what ends badly by itself; what takes an hour for a few seconds, as its fault has it. */
function controlCases(catalogue: readonly Case[]): Case[] {
  return casesToProve(catalogue, target)
    .filter(({ id, hostCheck, optIn }) => hostCheck === null && (!optIn || /^(self\/(nap|asks)|soak\/)/.test(id)))
    .map((probeCase) => ({ ...probeCase, env: mergeEnv(probeCase.env, BRIEF_SOAK) }));
}

/** What a run of everything runs, without what measures. */
function nightlyCases(catalogue: readonly Case[]): Case[] {
  return casesToProve(catalogue, target).filter(({ optIn }) => !optIn);
}

function told(row: MatrixRow, { results }: Seen): string {
  const by = row.caught.map(({ case: id, outcome }) => {
    const message = results.find((result) => result.id === id)?.message ?? '';
    return `\n    ✗ ${id} ${outcome}: ${message.slice(0, 140)}`;
  });
  const boot = row.boot ? `\n    ✗ boot, stage ${row.boot.stage}: ${row.boot.problem.slice(0, 140)}` : '';
  const good = row.missed.length > 0 ? `\n    · good: ${row.missed.join(', ')}` : '';
  const verdict = isCaught(row) ? 'caught' : 'NOT CAUGHT';
  return `${verdict}, ${row.seconds} s${boot}${by.join('')}${good}`;
}
