/** How often, the middle, and what 95 in 100 values do not pass. */
export interface Figures {
  n: number;
  median: number;
  p95: number;
}

/** The nearest-rank percentile: a value that was seen, never one in between. */
function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** Figures of a metric's values, by nearest rank; of none, NaN. */
export function figuresOf(values: readonly number[]): Figures {
  const sorted = values.toSorted((a, b) => a - b);
  return { n: sorted.length, median: percentile(sorted, 0.5), p95: percentile(sorted, 0.95) };
}
