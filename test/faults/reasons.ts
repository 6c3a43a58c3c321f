const endsBadly =
  'It ends badly by itself: that is what it is for. `test/e2e/bad-probes.test.ts` holds it to the outcome that it must have.';
const oneOfSeveral =
  'The same program as `self/nap`, for tests that need several in a row: `test/e2e/guest-death.test.ts` breaks each of them.';

/** By case: why no planted fault turns it red. A fault that does makes the reason a mistake, which check.ts tells. */
export const reasons: Readonly<Record<string, string>> = {
  'self/segfault': endsBadly,
  'self/abort': endsBadly,
  'self/no-end': endsBadly,
  'self/garbage': endsBadly,
  'self/flood': endsBadly,
  'self/never-ends': endsBadly,
  'self/spins': endsBadly,
  'self/fork-bomb': endsBadly,
  'self/memory-hog': endsBadly,
  'self/panic': endsBadly,
  'self/cut-link': endsBadly,
  'self/freeze-link': endsBadly,
  'self/nap@2': oneOfSeveral,
  'self/nap@3': oneOfSeveral,
  'self/nap@4': oneOfSeveral,
};
