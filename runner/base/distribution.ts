/** What is told of many measured values: how many, the middle, and what only one in twenty goes beyond. */
export interface Distribution {
  n: number;
  median: number;
  p95: number;
}

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

/** The middle value; of an even number, the mean of the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Null for no values. p95 is by nearest rank: one of the values, with at most 5 % of them above. */
export function distributionOf(values: readonly number[]): Distribution | null {
  const p95 = ascending(values)[Math.ceil(values.length * 0.95) - 1];
  return p95 === undefined ? null : { n: values.length, median: median(values), p95 };
}
