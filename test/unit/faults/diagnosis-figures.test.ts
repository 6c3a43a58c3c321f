import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../runner/base/paths.ts';
import { type Answer, judgeAnswers, keepAnswer, readAnswers, readFirstTries } from '../../faults/diagnosis.ts';
import { confidentlyWrong, figureLines, figuresPage, medianSeconds } from '../../faults/diagnosis-figures.ts';
import type { Fault } from '../../faults/fault.ts';
import { faults } from '../../faults/faults.ts';

const fault = (name: string, heldOut: boolean): Fault => ({
  name,
  title: name,
  kind: 'host-layer',
  place: 'host-layer',
  query: [],
  truth: { component: 'host-driver', causes: ['host-hangs'] },
  heldOut,
  stack: () => ({}),
});
const planted = [fault('a', false), fault('b', false), fault('c', true)];

const answer = (name: string, fields: Partial<Answer> = {}): Answer => ({
  fault: name,
  case: 'sync/fence-empty',
  outcome: 'fail',
  cause: 'host-hangs',
  component: 'host-driver',
  confidence: 0.93,
  seconds: 10,
  experiments: 1,
  ...fields,
});

const none = { heldOut: [], added: [] };

describe('the figures of the diagnosis', () => {
  const judged = judgeAnswers(
    [
      answer('a'),
      answer('b', { component: 'renderer', confidence: 0.9, seconds: 20 }),
      answer('c', { cause: 'host-refuses', confidence: 0.6, seconds: 90 }),
      answer('gone'),
    ],
    planted,
  );

  it('count components and causes, for faults seen and held out, and by stated confidence', () => {
    const lines = figureLines(judged, {
      heldOut: judgeAnswers([answer('c', { component: 'vmm', seconds: 7 })], planted),
      added: judgeAnswers([answer('b', { seconds: 8 })], planted),
    });
    expect(lines).toContain('| seen while the rules were written | 1 of 1 (100 %) | 1 of 1 (100 %) | 10 s |');
    expect(lines).toContain(
      '| planted since, without a look at the rules: at the first try | 1 of 1 (100 %) | 1 of 1 (100 %) | 8 s |',
    );
    expect(lines).toContain('| the same, since | 0 of 1 (0 %) | 0 of 1 (0 %) | 20 s |');
    expect(lines).toContain('| held out, at the first try | 0 of 1 (0 %) | 0 of 1 (0 %) | 7 s |');
    expect(lines).toContain('| held out, since | 1 of 1 (100 %) | 0 of 1 (0 %) | 90 s |');
    expect(lines).toContain('| 0.5 to 0.7 | 60 % | 1 of 1 (100 %) | 0 of 1 (0 %) |');
    expect(lines).toContain('| 0.92 to 1 | 93 % | 1 of 1 (100 %) | 1 of 1 (100 %) |');
    expect(medianSeconds(judged)).toBe(20);
  });

  it('name each confident answer that blames the wrong component', () => {
    expect(confidentlyWrong(judged).map((each) => each.fault.name)).toEqual(['b']);
    expect(figuresPage(judged, none)).toContain('blame the wrong component: `b`');
    expect(figuresPage(judged.slice(0, 1), none)).toContain('No answer of 0.85 or more blames');
  });

  it('keep the latest answer to each fault, in the order of the faults', () => {
    const folder = mkdtempSync(join(tmpdir(), 'venus-suite-answers-'));
    const path = join(folder, 'diagnosis.json');
    for (const made of [answer('c'), answer('a', { seconds: 1 }), answer('a', { seconds: 2 })])
      keepAnswer(made, planted, path);
    expect(readAnswers(path).map(({ fault: name, seconds }) => [name, seconds])).toEqual([
      ['a', 2],
      ['c', 10],
    ]);
    rmSync(folder, { recursive: true });
  });

  it('on the page are those of the answers that are kept', () => {
    const page = readFileSync(join(packageRoot, 'docs', 'diagnosis-figures.md'), 'utf8');
    const first = readFirstTries(faults);
    expect(page).toBe(figuresPage(judgeAnswers(readAnswers(), faults), first));
    // All that are held out and that a guest can see, and no other.
    expect(first.heldOut.length).toBeGreaterThan(50);
    expect(first.heldOut.filter(({ fault: { heldOut } }) => !heldOut)).toEqual([]);
    expect(first.added.length).toBeGreaterThan(40);
    expect(first.added.filter(({ fault: { heldOut } }) => heldOut)).toEqual([]);
  });
});
