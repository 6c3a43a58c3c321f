import { describe, expect, it } from 'vitest';
import { canonicalJson, compareJson, describeDifference } from '../../../runner/judge/compare-json.ts';

const sentences = (expected: unknown, actual: unknown): string[] =>
  compareJson(expected, actual).map(describeDifference);

describe('compareJson', () => {
  it.each([
    [
      { a: 1, b: [1, { c: null }] },
      { b: [1, { c: null }], a: 1 },
    ],
    [[], []],
    ['é', '\u00e9'],
  ])('%j equals %j', (expected, actual) => {
    expect(compareJson(expected, actual)).toEqual([]);
    expect(canonicalJson(expected)).toBe(canonicalJson(actual));
  });

  it.each([
    [{ limits: { size: 16384 } }, { limits: { size: 8192 } }, ['$.limits.size: expected 16384, got 8192']],
    [{ a: 1 }, {}, ['$.a: 1 is missing']],
    [{}, { 'a-b': 1 }, ['$["a-b"]: 1 was added']],
    [{ a: null }, {}, ['$.a: null is missing']],
    [{ a: 1 }, { a: '1' }, ['$.a: expected 1, got "1"']],
    [{ a: {} }, { a: [] }, ['$.a: expected {}, got []']],
    [
      [1, 2, 3],
      [1, 3],
      ['$[1]: expected 2, got 3', '$[2]: 3 is missing'],
    ],
    [
      ['VK_A', 'VK_B', 'VK_C'],
      ['VK_A', 'VK_C', 'VK_D'],
      ['$: "VK_B" is missing', '$: "VK_D" was added'],
    ],
    [
      ['VK_A', 'VK_B'],
      ['VK_B', 'VK_A'],
      ['$[0]: expected "VK_A", got "VK_B"', '$[1]: expected "VK_B", got "VK_A"'],
    ],
    [JSON.parse('{"__proto__":{"a":1}}'), {}, ['$.__proto__: {"a":1} is missing']],
    [{ toString: 1 }, {}, ['$.toString: 1 is missing']],
  ])('%j against %j', (expected, actual, found) => {
    expect(sentences(expected, actual)).toEqual(found);
  });

  it('is bounded in depth and number', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(() => compareJson(JSON.parse(deep), 1)).toThrow(RangeError);
    expect(compareJson(Array(1000).fill(0), Array(1000).fill(1))).toHaveLength(200);
  });
});
