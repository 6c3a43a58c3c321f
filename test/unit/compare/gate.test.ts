import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../runner/compare/compare.ts';
import { type Digest, digestOf } from '../../../runner/compare/digest.ts';
import { decide, type Gate } from '../../../runner/compare/gate.ts';
import { fisherP, isSlower, isWorse } from '../../../runner/compare/gate-evidence.ts';
import type { Result } from '../../../runner/record/schema.ts';
import { githubAnnotations } from '../../../runner/report/gate/github.ts';
import { gateMarkdown } from '../../../runner/report/gate/markdown.ts';
import { resultOf } from '../record/lines.ts';
import { HOSTILE, recordOf } from '../report/record-of.ts';
import { latencies, normalFrom, randomFrom } from './random.ts';

const failed = (id: string, message = 'it broke'): Result =>
  resultOf(id, {
    outcome: 'fail',
    verdict: 'regression',
    message,
    attempts: [{ outcome: 'fail', message, durationMs: 1 }],
  });

const digest = (...results: Result[]): Digest => digestOf(recordOf(results));

function gateOf(base: Digest[], patch: Digest[]): Gate {
  const [baseFirst, ...baseAgain] = base as [Digest, ...Digest[]];
  const [patchFirst, ...patchAgain] = patch as [Digest, ...Digest[]];
  const comparison = compareRuns([baseFirst, patchFirst], ['base', 'patch']);
  return decide(comparison, { first: baseFirst, again: baseAgain }, { first: patchFirst, again: patchAgain });
}

const pass = digest(resultOf('a/1'));
const fail = digest(failed('a/1'));
const attempt = (outcome: Result['outcome']): Result['attempts'][number] => ({ outcome, message: '', durationMs: 1 });
/** Tried more than once in one run. */
const tried = (...outcomes: Result['outcome'][]): Digest => {
  const both = new Set(outcomes).size > 1;
  const outcome = outcomes.find((one) => one !== 'pass') ?? 'pass';
  const verdict = both ? 'flaky' : outcome === 'pass' ? 'ok' : 'regression';
  return digest(resultOf('a/1', { outcome, verdict, attempts: outcomes.map(attempt) }));
};
const infra = digest(resultOf('a/1', { outcome: 'infra', verdict: 'infra', message: 'no guest' }));

const five = (outcome: Result['outcome']): Result['outcome'][] => Array(5).fill(outcome);

describe('decide', () => {
  it.each([
    ['fails each time', [pass, pass, pass], [fail, fail, fail], 1, 'regression'],
    ['fails, and cannot be run again', [pass], [fail], 1, 'regression'],
    ['fails once of three', [pass, pass, pass], [fail, pass, pass], 0, 'flaky'],
    ['fails on both sides when it is run again', [pass, fail, fail], [fail, fail, fail], 0, 'flaky'],
    ['fails four times of five', [pass, pass, pass, pass, pass], [fail, fail, pass, fail, fail], 1, 'regression'],
    ['fails each time that the guest came up', [pass, pass], [fail, infra], 1, 'regression'],
    ['is seen both ways within one run', [pass], [tried('timeout', 'pass')], 0, 'flaky'],
    [
      'is seen both ways as the base never was',
      [tried(...five('pass'))],
      [tried(...five('fail'), 'pass')],
      1,
      'regression',
    ],
    ['passes', [pass], [pass], 0, 'nothing'],
    ['is mended', [fail], [pass], 0, 'nothing'],
    ['failed before and fails', [fail], [fail], 0, 'nothing'],
  ] as const)('a case that %s', (_what, base, patch, exit, list) => {
    const gate = gateOf([...base], [...patch]);
    const lists = { regression: gate.regressions, flaky: gate.flaky };
    expect(gate.exit).toBe(exit);
    expect(Object.entries(lists).flatMap(([name, cases]) => cases.map(() => name))).toEqual(
      list === 'nothing' ? [] : [list],
    );
  });

  it('says how often, on both sides', () => {
    expect(gateOf([pass, pass, pass], [fail, fail, fail]).regressions[0]).toMatchObject({
      id: 'a/1',
      base: { bad: 0, of: 3 },
      patch: { bad: 3, of: 3 },
    });
  });

  it('cannot tell where the patch’s run is not whole, or nothing of it ran', () => {
    expect(gateOf([pass], [digestOf(recordOf([], ['a/1'], null))]).exit).toBe(125);
    expect(gateOf([pass], [infra]).exit).toBe(125);
    // What is known to be worse is worse, whole or not.
    const half = digestOf(recordOf([failed('a/1')], ['a/2']));
    expect(gateOf([digest(resultOf('a/1'), resultOf('a/2'))], [half]).exit).toBe(1);
  });

  it('takes a stage of the boot that fails with the patch alone for a regression', () => {
    const broken = digestOf(recordOf([resultOf('a/1')], [], { findings: ['stage venus failed: no capset'] }));
    expect(gateOf([pass], [broken])).toMatchObject({ exit: 1, findings: ['stage venus failed: no capset'] });
    expect(gateOf([broken], [broken]).exit).toBe(0);
  });

  const timed = (level: number): Digest => {
    const values = Array.from({ length: 20 }, (_, i) => level * (1 + i / 1000));
    return digest(resultOf('perf/1', { metrics: [{ name: 'm', unit: 'ns', values }] }));
  };

  it('accuses a metric only where every run with the patch is worse', () => {
    const base = [timed(100), timed(100), timed(104), timed(98)];
    expect(gateOf(base, [timed(200), timed(200), timed(190), timed(210)])).toMatchObject({
      exit: 1,
      slower: [{ metric: 'm' }],
    });
    const once = gateOf(base, [timed(200), timed(101), timed(200), timed(99)]);
    expect([once.exit, once.slower.length, once.unproven.length]).toEqual([0, 0, 1]);
    // Runs that were made before show that two processes differ, not that two stacks do.
    expect(gateOf([timed(100)], [timed(200)]).exit).toBe(0);
  });
});

describe('the evidence of a gate', () => {
  it('is Fisher’s exact test', () => {
    // Of the C(10, 4) ways to place four bad ends among ten runs, 5 have all of them on the one side.
    expect(fisherP({ bad: 0, of: 5 }, { bad: 4, of: 5 })).toBeCloseTo(5 / 210, 10);
    expect(fisherP({ bad: 1, of: 2 }, { bad: 1, of: 2 })).toBeCloseTo(5 / 6, 10);
    expect(isWorse({ bad: 0, of: 5 }, { bad: 3, of: 5 })).toBe(false);
  });

  it('accuses a case that fails half of the time on both sides in 1 of 100 gates', () => {
    const random = randomFrom(3);
    const gates = 4000;
    let accused = 0;
    for (let i = 0; i < gates; i += 1) {
      const bad = (runs: number): number => Array.from({ length: runs }, () => random() < 0.5).filter(Boolean).length;
      // As a gate meets it: the first run of the base passed, that of the patch failed, then four more of each.
      const [base, patch] = [
        { bad: bad(4), of: 5 },
        { bad: 1 + bad(4), of: 5 },
      ];
      if (random() < 0.25 && isWorse(base, patch)) accused += 1;
    }
    // docs/ci.md has this figure.
    expect(accused / gates).toBeLessThan(0.013);
    expect(accused / gates).toBeGreaterThan(0.004);
  });

  it('accuses a metric of one stack with itself in 1 of 70 gates of four runs each, however much processes differ', () => {
    const random = randomFrom(11);
    const gates = 4000;
    let accused = 0;
    for (let i = 0; i < gates; i += 1) {
      const run = (): number => Math.exp(0.5 * normalFrom(random)) * (latencies(random, 1, 1)[0] ?? 1);
      const [base, patch] = [0, 1].map(() => Array.from({ length: 4 }, run));
      if (isSlower('ns', base ?? [], patch ?? [])) accused += 1;
    }
    expect(accused / gates).toBeLessThan(1.5 / 70);
  });

  it('knows that less of a rate is worse', () => {
    expect(isSlower('B/s', [100, 101, 102], [50, 51, 52])).toBe(true);
    expect(isSlower('B/s', [50, 51, 52], [100, 101, 102])).toBe(false);
    expect(isSlower('ns', [50, 51], [100, 101])).toBe(false);
  });
});

describe('what a gate says', () => {
  const gate = gateOf([digest(resultOf('a/1'))], [digest(failed('a/1', HOSTILE))]);
  const report = { gate, comparison: null, records: ['/runs/1/record.jsonl'] };

  it('is one command a line on GitHub, whatever a guest printed', () => {
    const text = githubAnnotations(report);
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    expect(text).toMatch(/^::error title=a\/1::pass became fail in 1 of 1 runs \(base: 0 of 1\): /);
    const forged = gateOf(
      [digest(resultOf('a/1'))],
      [digest(failed('a/1', '100%0A::error::forged\n::stop-commands::x'))],
    );
    const lines = githubAnnotations({ ...report, gate: forged })
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('100%250A');
  });

  it('is Markdown that a guest cannot break out of', () => {
    const text = gateMarkdown(report);
    expect(text).toMatch(/^## ✗ venus-suite gate\n/);
    expect(text).toContain('`worse: 1 regression`');
    // Nothing of it is left beside the code spans.
    expect(text.replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '')).not.toMatch(/<(?!\/?(details|summary)>)|forged/);
    expect(text.split('\n').filter((line) => line.startsWith('| `a/1`'))).toHaveLength(1);
  });

  it('says on GitHub why it cannot tell', () => {
    const cannot = {
      ...report,
      gate: { ...gate, exit: 125 as const, verdict: 'the base could not be run', regressions: [] },
    };
    expect(githubAnnotations(cannot)).toBe('::error title=gate::the base could not be run\n');
  });
});
