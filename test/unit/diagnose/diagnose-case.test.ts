import { describe, expect, it } from 'vitest';
import type { Laboratory } from '../../../runner/diagnose/diagnose.ts';
import { diagnoseCase } from '../../../runner/diagnose/diagnose-case.ts';
import type { BootProblem, Observation } from '../../../runner/diagnose/facts.ts';
import type { Side } from '../../../runner/diagnose/without.ts';
import { renderDiagnosis } from '../../../runner/report/diagnosis-text.ts';
import { caseOf, type Given, observation, soundStack } from './facts-of.ts';

/** Answers as it was told to; what it was not told of cannot be run. */
class ToldLaboratory implements Laboratory {
  readonly stack = soundStack({});
  readonly changed: readonly Side[];
  readonly made: string[] = [];
  readonly #told: Readonly<Record<string, Given>>;
  readonly #boot: BootProblem | null;

  constructor(told: Readonly<Record<string, Given>>, boot: BootProblem | null = null, changed: readonly Side[] = []) {
    this.#told = told;
    this.changed = changed;
    this.#boot = boot;
  }

  first(): Promise<Observation> {
    return this.make({ id: 'first' });
  }

  make({ id }: { id: string }): Promise<Observation> {
    this.made.push(id);
    const given = this.#told[id];
    const nothing = { experiment: id, change: id, result: null };
    return Promise.resolve({ ...(given ? observation(id, given) : nothing), boot: this.#boot });
  }
}

const diagnose = (id: string, laboratory: ToldLaboratory, signal = new AbortController().signal) =>
  diagnoseCase(caseOf(id), laboratory, { budgetMs: 60_000, signal, note: () => {} });

describe('diagnoseCase', () => {
  it('says of a case that passes five times that it passes, and varies nothing', async () => {
    const laboratory = new ToldLaboratory({
      first: 'pass',
      again: { outcome: 'pass', attempts: ['pass', 'pass', 'pass', 'pass'] },
    });
    const { diagnosis, unreached } = await diagnose('sync/fence-empty', laboratory);
    expect(diagnosis).toMatchObject({ outcome: 'pass', cause: null, evidence: [] });
    expect(unreached).toBe(false);
    expect(laboratory.made).toEqual(['first', 'again']);
    const text = renderDiagnosis(diagnosis, { color: false });
    expect(text).toContain('It passes: there is nothing to diagnose.');
    expect(text).toContain('5 of 5 passed');
  });

  it('says how often a case fails that passed at first', async () => {
    const laboratory = new ToldLaboratory({
      first: 'pass',
      again: { outcome: 'timeout', attempts: ['pass', 'timeout', 'pass', 'pass'] },
    });
    const { diagnosis } = await diagnose('sync/fence-empty', laboratory);
    expect(diagnosis).toMatchObject({ outcome: 'timeout', cause: { id: 'unstable' } });
    expect(renderDiagnosis(diagnosis, { color: false })).toContain('4 of 5 runs passed');
  });

  it('diagnoses a stack that does not boot by its stage, without an experiment in a guest', async () => {
    const boot = { stage: 'kernel', detail: 'the kernel printed nothing', unreached: true, tail: '' };
    const laboratory = new ToldLaboratory({}, boot);
    const { diagnosis, unreached } = await diagnose('protocol/identity', laboratory);
    expect(unreached).toBe(true);
    expect(diagnosis).toMatchObject({ outcome: 'infra', cause: { id: 'guest-silent' } });
    expect(diagnosis.evidence[0]).toBe('stage kernel: the kernel printed nothing');
    expect(laboratory.made).toEqual(['first']);
  });

  it('begins nothing that takes longer than there is time left, and still asks the host', async () => {
    const hangs = { outcome: 'timeout', durationMs: 25_000 } as const;
    const laboratory = new ToldLaboratory({ first: hangs, 'host:same': 'pass', 'host:transfer/fill': 'pass' });
    const signal = new AbortController().signal;
    await diagnoseCase(caseOf('sync/queue-idle'), laboratory, { budgetMs: 20_000, signal, note: () => {} });
    expect(laboratory.made).toContain('host:same');
    expect(laboratory.made).toContain('control:memory/coherent-device-to-host');
    expect(laboratory.made.filter((id) => /^(again|verbose|flag)/.test(id))).toEqual([]);
  });

  it('looks into a skip: the host without the VM does not offer it either', async () => {
    const skip = { outcome: 'skip', message: 'The device does not offer VK_KHR_external_memory_fd.' } as const;
    const laboratory = new ToldLaboratory({ first: skip, 'host:same': skip });
    const { diagnosis } = await diagnose('protocol/external-memory-fd', laboratory);
    expect(diagnosis.cause).toMatchObject({ id: 'host-lacks-feature', component: 'host-driver' });
  });

  it('stops as soon as the answer is clear', async () => {
    const wrong = { outcome: 'fail', message: 'expected 0x1, got 0x0' } as const;
    const laboratory = new ToldLaboratory({ first: wrong, 'host:same': wrong });
    const { diagnosis } = await diagnose('compute/fill-shader', laboratory);
    expect(diagnosis.cause?.id).toBe('host-wrong-result');
    expect(laboratory.made).toEqual(['first', 'host:same']);
  });

  it('says in one line what could not be varied here', async () => {
    const laboratory = new ToldLaboratory({ first: { outcome: 'fail', message: 'x' }, 'host:same': 'pass' });
    const { diagnosis } = await diagnose('graphics/triangle', laboratory);
    expect(diagnosis.experiments).toContainEqual({ change: 'accelerator', outcome: 'not run' });
    const text = renderDiagnosis(diagnosis, { color: false });
    expect(text.match(/not to be had here: .*accelerator/g)).toHaveLength(1);
    expect(text).not.toContain('not run');
  });

  it('makes no experiment once it is stopped', async () => {
    const controller = new AbortController();
    controller.abort('SIGINT');
    const laboratory = new ToldLaboratory({ first: 'fail' });
    await diagnose('compute/fill-shader', laboratory, controller.signal);
    expect(laboratory.made).toEqual(['first']);
  });
});
