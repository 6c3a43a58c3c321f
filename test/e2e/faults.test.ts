import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allCases } from '../../runner/plan/catalogue.ts';
import type { Bed, Seen } from '../faults/bed.ts';
import { faultsNamed } from '../faults/faults.ts';
import { openBed } from '../faults/open-bed.ts';

const main = join(import.meta.dirname, '..', 'faults', 'main.ts');
const ids = ['sync/fence-empty', 'sync/fence-empty@no_fence_feedback', 'memory/map-tail', 'transfer/fill'];
const caseOf = (id: string) => {
  const found = allCases().find((candidate) => candidate.id === id);
  if (!found) throw new Error(`there is no case ${id}`);
  return found;
};
const cases = ids.map(caseOf);
const outcomes = ({ results }: Seen): Record<string, string> =>
  Object.fromEntries(results.map(({ id, outcome }) => [id, outcome]));

describe('the bed of planted faults', () => {
  let folder: string;
  let bed: Bed;

  const under = (name: string): Promise<Seen> => bed.run(faultsNamed([name])[0] ?? null, cases);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'venus-suite-e2e-faults-'));
    bed = await openBed(folder, new AbortController().signal, () => {});
  });
  afterAll(async () => {
    await bed.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is sound without one, before and after others', async () => {
    const sound = Object.fromEntries(ids.map((id) => [id, 'pass']));
    expect(outcomes(await bed.run(null, cases))).toEqual(sound);
    // What lies behind the first page of a mapping faults, and only `memory/map-tail` is ready for that.
    const short = { 'memory/map-tail': 'fail', 'transfer/fill': 'crash' };
    expect(outcomes(await under('guest-map-short'))).toEqual({ ...sound, ...short });
    // Small fills are lost: those of feedback, and those that a case asks for itself.
    const lost = { 'sync/fence-empty': 'fail', 'transfer/fill': 'fail' };
    expect(outcomes(await under('fence-feedback-lost'))).toEqual({ ...sound, ...lost });
    const [killed] = (await under('worker-killed')).results;
    expect(killed?.verdict).toBe('regression');
    expect(outcomes(await bed.run(null, cases))).toEqual(sound);
    // Known to be skipped on another driver than this host's.
    const { results } = await bed.run(null, [caseOf('protocol/external-memory-fd')]);
    expect(results[0]).toMatchObject({ outcome: 'pass', verdict: 'ok' });
  });

  it('boots a VM of its own for a stack that is broken before, and tells the stage', async () => {
    const { boot, results } = await under('render-server-missing');
    expect(boot).toMatchObject({ stage: 'venus', reached: true });
    expect(results.map(({ verdict }) => verdict)).toEqual(ids.map(() => 'regression'));
  });
});

describe('the command', () => {
  const run = (...args: string[]) => execa(process.execPath, [main, ...args], { reject: false });

  it('names what is no fault, and the next step', async () => {
    const { exitCode, stderr } = await run('fill-droped');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('no planted fault called “fill-droped”');
    expect(stderr).toContain('Did you mean fill-dropped');
  });

  it('says so where none of the named faults is held out, and tries none', async () => {
    const { exitCode, stderr } = await run('fill-dropped', '--held-out');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('None of fill-dropped is held out');
  });

  it('lists faults without trying any', async () => {
    const { exitCode, stdout } = await run('--list', 'worker-*');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(/\s+/)[0])).toEqual(['worker-killed', 'worker-stopped']);
  });

  it('builds the layers for other commands, and says how they are given', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'venus-suite-e2e-layers-'));
    try {
      const { exitCode, stdout } = await run('--build', folder);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`--host-layer ${join(folder, 'layer')} --host-env VENUS_SUITE_FAULT=`);
      expect(await readdir(join(folder, 'layer'))).toContain('VkLayer_fault.json');
      expect(await readdir(join(folder, 'overlay'), { recursive: true })).toContain(
        'usr/lib/venus-suite-faults/libkernel_fault.so',
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
