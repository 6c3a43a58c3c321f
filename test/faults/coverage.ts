import type { Case } from '../../runner/plan/case.ts';
import { runsOn } from '../../runner/plan/plan.ts';
import { selectByQuery } from '../../runner/plan/query.ts';
import type { Target } from '../../runner/plan/target.ts';
import type { Fault } from './fault.ts';
import { isCaught, type Matrix } from './matrix.ts';

/** The cases of a fault's query that the target runs. */
export function casesOf({ query }: Pick<Fault, 'query'>, catalogue: readonly Case[], target: Target): Case[] {
  return selectByQuery(catalogue, query).filter((candidate) => runsOn(candidate, target));
}

/** The cases that some fault must turn red: all but those that measure and judge nothing. */
export function casesToProve(catalogue: readonly Case[], target: Target): Case[] {
  return catalogue.filter((candidate) => candidate.area !== 'perf' && runsOn(candidate, target));
}

/** By case: the faults that turned it red. */
export function redBy({ rows }: Matrix): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { fault, caught } of rows) {
    for (const { case: id } of caught) found.set(id, [...(found.get(id) ?? []), fault]);
  }
  return found;
}

export interface CoverageInput {
  matrix: Matrix;
  faults: readonly Fault[];
  catalogue: readonly Case[];
  target: Target;
  /** By case: why no fault turns it red. */
  reasons: Readonly<Record<string, string>>;
}

const sorted = (ids: readonly string[]): string => ids.toSorted().join(' ');

/** What is not true, or not proven, of a matrix; one sentence each. */
export function problemsOf({ matrix, faults, catalogue, target, reasons }: CoverageInput): string[] {
  const problems: string[] = [];
  const known = new Set(catalogue.map(({ id }) => id));
  const rows = new Map(matrix.rows.map((row) => [row.fault, row]));
  for (const fault of faults) {
    const row = rows.get(fault.name);
    rows.delete(fault.name);
    if (!row) {
      problems.push(`${fault.name} was never tried`);
      continue;
    }
    if (!isCaught(row)) problems.push(`${fault.name} is caught by nothing`);
    const ran = [...row.caught.map(({ case: id }) => id), ...row.missed];
    for (const id of ran) if (!known.has(id)) problems.push(`${fault.name} names ${id}, which is no case`);
    const wanted = casesOf(fault, catalogue, target).map(({ id }) => id);
    const complete = row.boot?.reached === false || sorted(ran) === sorted(wanted);
    if (!complete) problems.push(`${fault.name} was tried with other cases than its query names now`);
  }
  for (const name of rows.keys()) problems.push(`${name} is no planted fault any more`);
  for (const { case: id } of matrix.control.red) problems.push(`${id} is red without a fault`);
  const red = redBy(matrix);
  const proven = new Set(casesToProve(catalogue, target).map(({ id }) => id));
  for (const id of proven) {
    if (!red.has(id) && reasons[id] === undefined)
      problems.push(`${id} is turned red by no fault, and no reason is given`);
    if (red.has(id) && reasons[id] !== undefined) {
      problems.push(`${id} is turned red by ${red.get(id)?.[0]}, though a reason says that nothing does`);
    }
  }
  for (const id of Object.keys(reasons))
    if (!proven.has(id)) problems.push(`a reason is given for ${id}, which needs none`);
  const seen = new Set(matrix.control.ok);
  const unseen = [...red.keys()].filter((id) => known.has(id) && !seen.has(id) && !id.startsWith('host/'));
  for (const id of unseen) problems.push(`${id} was not seen good in the bed without a fault`);
  return problems;
}
