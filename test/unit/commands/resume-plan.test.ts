import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../runner/base/errors.ts';
import { planToResume } from '../../../runner/commands/resume-plan.ts';
import type { Case } from '../../../runner/plan/case.ts';
import type { Target } from '../../../runner/plan/target.ts';
import type { BootLine } from '../../../runner/record/schema.ts';
import { resultOf } from '../record/lines.ts';
import { recordOf } from '../report/record-of.ts';

const targets = [{ name: 'tcg-arm64-16k', kind: 'vm' }, { name: 'other' }] as Target[];
const cases = ['a/1', 'a/2', 'a/3', 'a/4'].map((id) => ({ id }) as Case);
const boot: BootLine = { type: 'boot', at: '2026-11-21T11:29:22.123Z', stages: [], finding: null, infra: null };
const stopped = { ...recordOf([resultOf('a/1')], ['a/2', 'a/3'], null), boots: [boot] };

function refusal(record = stopped, among = { targets, cases }): UsageError {
  try {
    planToResume(record, among.targets, among.cases);
  } catch (error) {
    if (error instanceof UsageError) return error;
  }
  throw new Error('it was not refused');
}

describe('planToResume', () => {
  it('is what the record planned and has no result for, on its target', () => {
    const plan = planToResume(stopped, targets, cases);
    expect(plan.cases.map(({ id }) => id)).toEqual(['a/2', 'a/3']);
    expect(plan.target.name).toBe('tcg-arm64-16k');
  });

  it('goes on after a footer that says that the run was stopped', () => {
    const record = { ...recordOf([resultOf('a/1')], ['a/2']), boots: [boot] };
    expect(planToResume(record, targets, cases).cases).toHaveLength(1);
  });

  it('refuses a complete record', () => {
    expect(refusal({ ...recordOf([resultOf('a/1')]), boots: [boot] }).message).toContain('is complete');
  });

  it('finishes one that has every result but no footer', () => {
    const record = { ...recordOf([resultOf('a/1')], [], null), boots: [boot] };
    expect(planToResume(record, targets, cases).cases).toEqual([]);
  });

  it('refuses a target and a case that are no more, by name', () => {
    const gone = refusal(stopped, { targets: targets.slice(1), cases });
    expect(gone.message).toContain('“tcg-arm64-16k”');
    expect(gone.hint).toContain('other');
    expect(refusal(stopped, { targets, cases: cases.slice(0, 2) }).message).toContain('a/3');
  });

  it('refuses a run whose guest never was up: there is no stack to go on with', () => {
    expect(refusal({ ...stopped, boots: [{ ...boot, infra: 'no console' }] }).message).toContain('never up');
  });
});
