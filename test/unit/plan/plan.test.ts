import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../runner/base/errors.ts';
import type { Case, Suite } from '../../../runner/plan/case.ts';
import { vnPerf } from '../../../runner/plan/case.ts';
import { expandSuites } from '../../../runner/plan/catalogue.ts';
import { findTarget } from '../../../runner/plan/config.ts';
import { mergeEnv } from '../../../runner/plan/merge-env.ts';
import { makePlan, runsOn } from '../../../runner/plan/plan.ts';
import { takeShard } from '../../../runner/plan/shard.ts';
import type { HostTarget, Target } from '../../../runner/plan/target.ts';
import { tcgArm64With16k } from '../../../vmimages/targets/tcg-arm64.ts';

const suite: Suite = {
  area: 'sync',
  title: 'Synchronisation',
  cases: [
    {
      name: 'fence',
      title: 't',
      catches: 'c',
      variants: vnPerf('no_fence_feedback'),
      env: { VN_PERF: 'no_multi_ring' },
    },
    { name: 'kms', title: 't', catches: 'c', needs: ['vm'] },
  ],
};
const host: HostTarget = {
  kind: 'host',
  name: 'host',
  title: 'h',
  platforms: ['linux'],
  hostStack: 'forky',
  timeScale: 1,
};
const vm = tcgArm64With16k;
const running = { kind: 'running', ssh: { host: '127.0.0.1', port: 22, user: 'root', key: '/k' } } as const;
const cases = expandSuites([suite]);

describe('expandSuites', () => {
  it('runs a case plain and once for each variant, as cases of their own', () => {
    expect(cases.map(({ id }) => id)).toEqual(['sync/fence', 'sync/fence@no_fence_feedback', 'sync/kms']);
  });
  it("adds a variant's flag to the case's own", () => {
    expect(cases[1]?.env).toEqual({ VN_PERF: 'no_multi_ring,no_fence_feedback' });
    expect(cases[0]?.env).toEqual({ VN_PERF: 'no_multi_ring' });
  });
});

describe('mergeEnv', () => {
  it('replaces plain variables and joins flag lists', () => {
    expect(mergeEnv({ A: '1', VN_DEBUG: 'init' }, { A: '2', VN_DEBUG: 'result' })).toEqual({
      A: '2',
      VN_DEBUG: 'init,result',
    });
  });
});

describe('makePlan', () => {
  it("adds the target's expected log lines to those of each case", () => {
    const own = { ...cases[0], expectedLog: ['own'] } as Case;
    const plan = makePlan({ target: { ...vm, expectedLog: ['stuck'] }, cases: [own, ...cases.slice(1)] });
    expect(plan.cases.map(({ expectedLog }) => expectedLog)).toEqual([['own', 'stuck'], ['stuck'], ['stuck']]);
    expect(makePlan({ target: vm, cases: [own] }).cases[0]).toBe(own);
  });
  it('leaves out what the target does not offer', () => {
    expect(makePlan({ target: host, cases }).cases.map(({ id }) => id)).not.toContain('sync/kms');
  });
  it('gives what judges the run from the outside to each shard, last', () => {
    const judged: Suite = {
      area: 'host',
      title: 'h',
      cases: [{ name: 'clean', title: 't', catches: 'c', hostCheck: 'log-clean' }],
    };
    const all = expandSuites([judged, suite]);
    const idsOf = (shard: string) => makePlan({ target: vm, cases: all, shard }).cases.map(({ id }) => id);
    expect(idsOf('1/2')).toEqual(['sync/fence', 'sync/kms', 'host/clean']);
    expect(idsOf('2/2')).toEqual(['sync/fence@no_fence_feedback', 'host/clean']);
  });
  it.each([
    ['a VM on Linux', vm, true],
    ['no VM', host, false],
    ['a guest that runs already', { ...vm, image: running }, false],
    ['a VM on a Mac', { ...vm, platforms: ['darwin'] }, false],
  ] as const)('plans a baseline for %s: %s', (_, target, planned) => {
    const needs = ['vm', 'host-stack'] as const;
    const baseline: Suite = {
      area: 'host',
      title: 'h',
      cases: [{ name: 'base', title: 't', catches: 'c', hostCheck: 'baseline', needs }],
    };
    const [only] = expandSuites([baseline]);
    expect(only && runsOn(only, target as Target)).toBe(planned);
  });
  it('refuses a plan that would be empty', () => {
    expect(() => makePlan({ target: host, cases, query: ['sync/kms'] })).toThrow(UsageError);
  });
});

describe('takeShard', () => {
  const all = [1, 2, 3, 4, 5, 6, 7];
  it('splits without loss or overlap', () => {
    const parts = ['1/3', '2/3', '3/3'].flatMap((shard) => takeShard(all, shard));
    expect(parts.toSorted()).toEqual(all);
  });
  it.each(['0/3', '4/3', '1', 'a/b', '1/0'])('refuses %s', (shard) =>
    expect(() => takeShard(all, shard)).toThrow(UsageError),
  );
});

describe('findTarget', () => {
  it('names the targets there are', () => {
    try {
      findTarget('tcg-arm65', [host]);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      expect((error as UsageError).message).toContain('tcg-arm65');
      expect((error as UsageError).hint).toContain('host');
    }
  });
});
