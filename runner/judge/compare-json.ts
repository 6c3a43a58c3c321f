export interface JsonDifference {
  /** From the root `$`: `$.limits["max-size"][3]`. */
  path: string;
  /** As JSON; undefined where this side has nothing there. */
  expected: string | undefined;
  actual: string | undefined;
}

/** Levels of nesting; deeper text comes from no probe of ours. */
const DEPTH_LIMIT = 100;
const DIFFERENCE_LIMIT = 200;

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function member(path: string, key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/**
 * A value with the keys of all its objects sorted: equal values have equal JSON.
 * @throws RangeError where it is nested more than 100 levels deep.
 */
export function canonical(value: unknown, depth = 0): unknown {
  if (depth > DEPTH_LIMIT) throw new RangeError(`nested more than ${DEPTH_LIMIT} levels deep`);
  if (Array.isArray(value)) return value.map((item) => canonical(item, depth + 1));
  if (!isObject(value)) return value;
  const entries = Object.keys(value).sort();
  return Object.fromEntries(entries.map((key) => [key, canonical(value[key], depth + 1)]));
}

/** Canonical JSON as it is kept in a golden: indented, with a newline at the end. */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(canonical(value), null, 2)}\n`;
}

function* textSetDifferences(expected: string[], actual: string[], path: string): Generator<JsonDifference> {
  const [was, is] = [new Set(expected), new Set(actual)];
  for (const text of was) {
    if (!is.has(text)) yield { path, expected: JSON.stringify(text), actual: undefined };
  }
  for (const text of is) {
    if (!was.has(text)) yield { path, expected: undefined, actual: JSON.stringify(text) };
  }
}

function* differences(expected: unknown, actual: unknown, path: string): Generator<JsonDifference> {
  if (isTextArray(expected) && isTextArray(actual)) {
    // A list of names (extensions): which one came or went says more than the first index that moved.
    const found = [...textSetDifferences(expected, actual, path)];
    yield* found;
    if (found.length > 0) return;
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    for (let i = 0; i < Math.max(expected.length, actual.length); i += 1) {
      yield* differences(expected[i], actual[i], `${path}[${i}]`);
    }
  } else if (isObject(expected) && isObject(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    for (const key of [...keys].sort()) {
      const own = (side: Fields): unknown => (Object.hasOwn(side, key) ? side[key] : undefined);
      yield* differences(own(expected), own(actual), member(path, key));
    }
  } else if (JSON.stringify(expected) !== JSON.stringify(actual)) {
    yield { path, expected: JSON.stringify(expected), actual: JSON.stringify(actual) };
  }
}

/**
 * What differs between two JSON values, the order of keys aside, at most 200 differences. Numbers are compared as
 * JSON.parse reads them: a probe writes integers over 2^53 as texts.
 * @throws RangeError where one is nested more than 100 levels deep.
 */
export function compareJson(expected: unknown, actual: unknown): JsonDifference[] {
  const found: JsonDifference[] = [];
  for (const difference of differences(canonical(expected), canonical(actual), '$')) {
    found.push(difference);
    if (found.length === DIFFERENCE_LIMIT) break;
  }
  return found;
}

/** One difference as a sentence. */
export function describeDifference({ path, expected, actual }: JsonDifference): string {
  if (expected === undefined) return `${path}: ${actual} was added`;
  if (actual === undefined) return `${path}: ${expected} is missing`;
  return `${path}: expected ${expected}, got ${actual}`;
}
