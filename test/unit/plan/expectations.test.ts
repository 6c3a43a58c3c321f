import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../runner/base/errors.ts';
import {
  expectationFor,
  expectationsOn,
  expectationsPath,
  loadExpectations,
} from '../../../runner/plan/expectations.ts';
import { idMatcher } from '../../../runner/plan/glob.ts';
import type { HostTarget } from '../../../runner/plan/target.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'venus-suite-expectations-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const target = (name: string, inherits: string[] = []): HostTarget => ({
  kind: 'host',
  name,
  title: name,
  platforms: ['linux'],
  hostStack: 'system',
  timeScale: 1,
  inherits,
});

const entry = (fields: object): object => ({
  case: 'a/b',
  outcome: 'fail',
  match: '.',
  reason: 'r',
  link: 'l',
  ...fields,
});

function write(name: string, content: unknown): void {
  const path = expectationsPath(name, root);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

describe('expectationsOn', () => {
  it('leaves out what is known of another profile only', () => {
    write('child', [
      entry({ reason: 'lavapipe', profile: 'lavapipe*' }),
      entry({ reason: 'nvidia', profile: 'nvidia-*' }),
      entry({ case: 'a/c', reason: 'every' }),
    ]);
    const list = loadExpectations(target('child'), [target('child')], root);
    const reason = (profile: string, id = 'a/b') => expectationFor(id, expectationsOn(profile, list))?.reason;
    expect(reason('lavapipe-mesa26.1')).toBe('lavapipe');
    expect(reason('lavapipe')).toBe('lavapipe');
    expect(reason('nvidia-h200-580')).toBe('nvidia');
    expect(reason('apple-m2-1.4')).toBeUndefined();
    expect(reason('apple-m2-1.4', 'a/c')).toBe('every');
  });

  it('a profile that is empty or no text is refused with its place', () => {
    write('child', [entry({ profile: 7 })]);
    expect(() => loadExpectations(target('child'), [], root)).toThrow(/child\.json: \[0\]\.profile: must be a text/);
  });
});

describe('loadExpectations', () => {
  it('takes the nearest file first, and in a file an exact id before a glob', () => {
    write('child', [entry({ case: 'wsi/*', reason: 'child glob' })]);
    write('parent', [
      entry({ case: '**', reason: 'parent glob' }),
      entry({ case: 'wsi/a', reason: 'parent exact' }),
      entry({ case: 'drm/b', reason: 'parent exact' }),
    ]);
    const all = [target('child', ['parent']), target('parent', ['child'])];
    const list = loadExpectations(target('child', ['parent']), all, root);
    expect(expectationFor('wsi/a', list)?.reason).toBe('child glob');
    expect(expectationFor('drm/b', list)?.reason).toBe('parent exact');
    expect(expectationFor('sync/c@x', list)?.reason).toBe('parent glob');
  });

  it('has none without a file', () => {
    expect(loadExpectations(target('child'), [], root)).toEqual([]);
    expect(expectationFor('a/b', [])).toBeNull();
  });

  it.each([
    ['text that is no JSON', '[', /child\.json: cannot be read as JSON/],
    ['an object', {}, /child\.json: must hold an array/],
    ['an entry that is no object', [1], /child\.json: \[0\]: not an object/],
    ['a missing reason', [entry({}), entry({ reason: undefined })], /child\.json: \[1\]\.reason/],
    ['an empty link', [entry({ link: '' })], /\[0\]\.link/],
    ['an expected pass', [entry({ outcome: 'pass' })], /\[0\]\.outcome: “pass”/],
    ['an invalid regular expression', [entry({ match: '(' })], /\[0\]\.match: Invalid regular expression/],
    ['a field that nobody reads', [entry({ mtach: 'x' })], /\[0\]\.mtach: unknown field/],
  ])('names file, index and field of %s', (_what, content, message) => {
    write('child', content);
    const load = (): unknown => loadExpectations(target('child'), [], root);
    expect(load).toThrow(UsageError);
    expect(load).toThrow(message);
  });

  it('names an inherited target that does not exist', () => {
    expect(() => loadExpectations(target('child', ['nobody']), [], root)).toThrow(/child inherits from “nobody”/);
  });
});

describe('idMatcher', () => {
  it.each([
    ['sync/*', 'sync/fence-empty', true],
    ['sync/*', 'sync/fence-empty@no_fence_feedback', true],
    ['*', 'sync/fence-empty', false],
    ['**', 'sync/fence-empty', true],
    ['**@no_fence_feedback', 'sync/fence-empty@no_fence_feedback', true],
    ['**@no_fence_feedback', 'sync/fence-empty', false],
    ['sync/fence-empty', 'sync/fence-empty@no_fence_feedback', false],
    ['!sync/a', 'sync/b', false],
  ])('%s names %s: %s', (glob, id, expected) => {
    expect(idMatcher(glob)(id)).toBe(expected);
  });
});
