/** Numbers from 0 to 1 that are the same on every run of a test (Mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normally distributed with mean 0 and standard deviation 1 (Box and Muller). */
export function normalFrom(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Values as latencies are: skewed, and one in thirty is up to 20 times the others.
 * @param level of the process, the middle of its values.
 */
export function latencies(random: () => number, count: number, level: number): number[] {
  return Array.from({ length: count }, () => {
    const outlier = random() < 1 / 30 ? 1 + 19 * random() : 1;
    return level * Math.exp(0.25 * normalFrom(random)) * outlier;
  });
}
