// The Mann-Whitney test: whether the values of one sample tend to be above those of another. It looks at ranks only, so
// that a single value a hundred times the others, which every latency has, weighs no more than one that is just above.

/** With fewer on either side even a complete separation is no evidence. */
export const FEWEST_VALUES = 8;

/** Up to this many values in all the exact distribution is computed: there the normal one is too wide or too narrow. */
const EXACT_UP_TO = 24;

/** Twice the mid-ranks, which are whole numbers, by sample; equal values share the mean of their ranks. */
function doubledRanks(a: ArrayLike<number>, b: ArrayLike<number>): { ofA: number[]; all: number[]; ties: number } {
  const all = [
    ...Array.from(a, (value) => ({ value, first: true })),
    ...Array.from(b, (value) => ({ value, first: false })),
  ].sort((one, two) => one.value - two.value);
  const ranks: number[] = [];
  const ofA: number[] = [];
  let ties = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.value === all[start]?.value) end += 1;
    const count = end - start;
    ties += count ** 3 - count;
    for (const { first } of all.slice(start, end)) {
      const rank = start + 1 + end;
      ranks.push(rank);
      if (first) ofA.push(rank);
    }
    start = end;
  }
  return { ofA, all: ranks, ties };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The share of all ways to choose `count` of the ranks whose sum is as far from the middle as the one that was seen. */
function exactP(ranks: readonly number[], count: number, seen: number): number {
  const top = sum(ranks);
  // ways[k][s]: how many choices of k ranks have the sum s.
  const ways = Array.from({ length: count + 1 }, () => new Float64Array(top + 1));
  const [none] = ways;
  if (none) none[0] = 1;
  for (const rank of ranks) {
    for (let k = count; k >= 1; k -= 1) {
      const [from, to] = [ways[k - 1], ways[k]];
      if (!from || !to) continue;
      for (let s = top; s >= rank; s -= 1) to[s] = (to[s] ?? 0) + (from[s - rank] ?? 0);
    }
  }
  const middle = (top * count) / ranks.length;
  const distance = Math.abs(seen - middle);
  let all = 0;
  let far = 0;
  for (const [s, number] of (ways[count] ?? []).entries()) {
    all += number;
    if (Math.abs(s - middle) >= distance - 1e-9) far += number;
  }
  return far / all;
}

/** The probability that a standard normal value is farther from 0 than this, to 1e-7 of itself or better. */
function normalP(z: number): number {
  // Abramowitz and Stegun 7.1.26 loses all digits in the tail, and corrections for many tests live there: the continued
  // fraction of erfc (Lentz) does not, and near 0 the series of erf converges at once.
  const x = z / Math.SQRT2;
  if (x < 2) {
    let term = x;
    let total = x;
    for (let n = 1; n < 60; n += 1) {
      term *= (-x * x) / n;
      total += term / (2 * n + 1);
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * total;
  }
  let fraction = x;
  for (let n = 60; n >= 1; n -= 1) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}

/**
 * The probability that samples of one distribution differ at least as much as these two, in either direction.
 * Exact, ties included, for up to 24 values in all; beyond that by the normal approximation with corrections for ties
 * and continuity.
 */
export function mannWhitneyP(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const { ofA, all, ties } = doubledRanks(a, b);
  const [n, m, total] = [a.length, b.length, all.length];
  if (total <= EXACT_UP_TO) return Math.min(1, exactP(all, n, sum(ofA)));
  const u = sum(ofA) / 2 - (n * (n + 1)) / 2;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  // All values are one.
  if (variance <= 0) return 1;
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / Math.sqrt(variance);
  return Math.min(1, normalP(z));
}
