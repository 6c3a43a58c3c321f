/** Of the standard normal distribution: 95 of 100 lie within. */
const Z = 1.959964;

/** How often something happened, and where its true rate lies at 95 % confidence. */
export interface Rate {
  count: number;
  of: number;
  rate: number;
  low: number;
  high: number;
}

/**
 * Wilson's score interval: unlike the textbook one it is right for few tries and for rates near 0, where flakes are:
 * 0 of 20 is not “never” but at most 16 %. Null of no tries.
 */
export function rateOf(count: number, of: number): Rate | null {
  if (of === 0) return null;
  const rate = count / of;
  const scale = 1 + Z ** 2 / of;
  const middle = (rate + Z ** 2 / (2 * of)) / scale;
  const half = (Z / scale) * Math.sqrt((rate * (1 - rate)) / of + Z ** 2 / (4 * of ** 2));
  return { count, of, rate, low: count === 0 ? 0 : middle - half, high: count === of ? 1 : middle + half };
}
