import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Laboratory } from '../../../runner/diagnose/diagnose.ts';
import { diagnoseCase } from '../../../runner/diagnose/diagnose-case.ts';
import type { Observation } from '../../../runner/diagnose/facts.ts';
import { allCases } from '../../../runner/plan/catalogue.ts';
import { nothingSeen } from '../../../runner/record/nothing-seen.ts';
import type { Result } from '../../../runner/record/schema.ts';
import { KeepingLaboratory, KeptLaboratory } from '../../faults/kept-observations.ts';

const id = 'transfer/fill';
const message = 'the filled ranges: expected 0x44, got 0xcf (the first of 9 bytes to differ is byte 3)';
const failed: Result = { type: 'result', id, outcome: 'fail', verdict: 'regression', message, ...nothingSeen() };

/** A driver that is wrong with and without a VM. */
const wrongDriver: Laboratory = {
  stack: null,
  changed: [],
  first: () => Promise.resolve(seen('first')),
  make: (experiment) => Promise.resolve(seen(experiment.id)),
};
const seen = (experiment: string): Observation => ({ experiment, change: experiment, result: failed, boot: null });

it('a diagnosis from what was kept is the one that was made, and what was never tried is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'venus-suite-kept-'));
  try {
    const probeCase = allCases().find((candidate) => candidate.id === id);
    if (!probeCase) throw new Error(`${id} is no case`);
    const options = { budgetMs: 1000, signal: new AbortController().signal, note: () => {} };
    const keeping = new KeepingLaboratory(wrongDriver);
    const made = await diagnoseCase(probeCase, keeping, options);
    keeping.keep('a-fault', id, folder);
    const kept = KeptLaboratory.of('a-fault', folder);
    if (!kept) throw new Error('nothing was kept');
    expect(await diagnoseCase(probeCase, kept, options)).toEqual(made);
    expect(made.diagnosis.cause?.id).toBe('host-wrong-result');
    expect({ case: kept.case, unanswered: kept.unanswered }).toEqual({ case: id, unanswered: [] });
    const asked = await kept.make({ id: 'fresh-guest', change: 'x', place: 'fresh-guest', caseId: null, costS: 1 });
    expect(asked.result).toBeNull();
    expect(kept.unanswered).toEqual(['fresh-guest']);
    expect(KeptLaboratory.of('another-fault', folder)).toBeNull();
    writeFileSync(join(folder, 'cut-short.json'), '{"case": ');
    expect(() => KeptLaboratory.of('cut-short', folder)).toThrow(/cut-short\.json: cannot be read as JSON/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
