import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../runner/base/errors.ts';
import { causes } from '../../../runner/diagnose/causes/index.ts';
import { allCases } from '../../../runner/plan/catalogue.ts';
import { tcgArm64With16k as target } from '../../../vmimages/targets/tcg-arm64.ts';
import { casesOf } from '../../faults/coverage.ts';
import { readFirstTries } from '../../faults/diagnosis.ts';
import { type Fault, holdOutThird } from '../../faults/fault.ts';
import { faults, faultsNamed } from '../../faults/faults.ts';
import { mergeRows, rowOf } from '../../faults/matrix.ts';

const folder = join(import.meta.dirname, '..', '..', 'faults');

/** The names that C sources know: the entries of their lists, and what is asked for by name. */
function namesIn(...path: string[]): string[] {
  const dir = join(folder, ...path);
  const texts = readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'));
  const asked = /(?:is_chosen|in_vmm|in_render_server)\("([a-z0-9-]+)"\)/g;
  return texts.flatMap((text) =>
    [...text.matchAll(/^ {3}\{ ?"([a-z0-9-]+)",/gm), ...text.matchAll(asked)].map((match) => match[1] ?? ''),
  );
}

const planted = (kinds: readonly Fault['kind'][], place: Fault['place'] | null = null): string[] =>
  faults
    .filter((fault) => kinds.includes(fault.kind) && (place === null || fault.place === place))
    .map(({ name }) => name);

describe('the planted faults', () => {
  it('have names of their own', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  });

  it('are those that the layers know, and no others', () => {
    const host = [...planted(['host-layer']), ...planted(['process'], 'host-layer')];
    expect(namesIn('layer', 'host').toSorted()).toEqual(host.toSorted());
    const guest = [...planted(['guest-layer']), 'guest-driver-crashes', 'guest-panics'];
    expect(namesIn('layer', 'guest').toSorted()).toEqual(guest.toSorted());
    const preloaded = [...planted(['guest-kernel']), 'kernel-panics-later', 'guest-descriptors-few'];
    // The render node is denied under another name of the fault's.
    expect(namesIn('preload').toSorted()).toEqual([...preloaded, 'kernel-render-node-denied'].toSorted());
    expect([...new Set(namesIn('host-process'))].toSorted()).toEqual(planted(['host-process']).toSorted());
  });

  it('name causes that a diagnosis knows, and cases that there are', () => {
    const ids = new Set(causes.map(({ id }) => id));
    for (const { name, truth, query } of faults) {
      const strange = truth.causes.filter((id) => !ids.has(id));
      expect({ name, strange }).toEqual({ name, strange: [] });
      expect(casesOf({ query }, allCases(), target).length, name).toBeGreaterThan(0);
    }
  });

  it('are held out by their names, about a third of them', () => {
    const { added } = readFirstTries(faults);
    const drawn = faults.filter(({ name }) => !added.some(({ fault }) => fault.name === name));
    const held = faults.filter(({ heldOut }) => heldOut);
    expect(held.length / drawn.length).toBeGreaterThan(0.3);
    expect(held.length / drawn.length).toBeLessThan(0.4);
    const again = holdOutThird(drawn.slice(10)).filter(({ heldOut }) => heldOut);
    expect(again).toEqual(held.filter((fault) => drawn.indexOf(fault) >= 10));
  });

  it('are chosen by name or pattern, in the order of the list', () => {
    expect(faultsNamed([])).toBe(faults);
    expect(faultsNamed(['server-*', 'fill-dropped']).map(({ name }) => name)).toEqual([
      'fill-dropped',
      'server-killed',
      'server-stopped',
    ]);
    expect(() => faultsNamed(['fill-dropped', 'fill-droped'])).toThrow(UsageError);
    expect(() => faultsNamed(['fil'])).toThrow(/no planted fault called “fil”/);
  });
});

describe('a row', () => {
  const result = (id: string, outcome: string, verdict: string) => ({ id, outcome, verdict }) as never;

  it('tells what was caught, what was not, and leaves out what never started', () => {
    const results = [
      result('a/b', 'fail', 'regression'),
      result('a/c', 'pass', 'ok'),
      result('a/d', 'fail', 'known'),
      result('a/e', 'pass', 'fixed'),
      result('a/f', 'infra', 'infra'),
    ];
    expect(rowOf('x', { results, boot: null, seconds: 1.26 })).toEqual({
      fault: 'x',
      caught: [
        { case: 'a/b', outcome: 'fail' },
        { case: 'a/e', outcome: 'pass' },
      ],
      missed: ['a/c', 'a/d'],
      boot: null,
      seconds: 1.3,
    });
  });

  it('takes the place of the one before, in the order of the faults', () => {
    const row = (fault: string, seconds: number) => ({ fault, caught: [], missed: [], boot: null, seconds });
    const merged = mergeRows(
      [row('b', 1), row('gone', 1), row('a', 1)],
      [row('b', 2), row('c', 2)],
      ['a', 'b', 'c', 'd'],
    );
    expect(merged).toEqual([row('a', 1), row('b', 2), row('c', 2)]);
  });
});
