import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { qemuOf } from './breakage.ts';
import { until, Workspace } from './cli.ts';
import { expectNothingLeft } from './leftovers.ts';

/** Starts a run and waits until its first result stands in the record. */
async function running(space: Workspace) {
  const child = space.start(['run', 'protocol', 'sync', 'memory', 'transfer']);
  const started = await until(async () => {
    const record = await space.record().catch(() => null);
    return (record?.results.length ?? 0) > 0;
  }, 120_000);
  expect(started).toBe(true);
  return { child };
}

describe('a run that is stopped', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s keeps its results, says so, exits %i and leaves nothing behind', async (signal, status) => {
    await using space = await Workspace.create();
    const { child } = await running(space);
    child.kill(signal);
    const { exitCode } = await child;
    expect(exitCode).toBe(status);
    const { results, footer, missing } = await space.record();
    expect(results.length).toBeGreaterThan(0);
    expect(missing.length).toBeGreaterThan(0);
    expect(footer?.complete).toBe(false);
    expect(footer?.findings.join()).toContain(signal);
    await expectNothingLeft(space);
  });

  it('while its guest is frozen, twice by Ctrl-C, ends at once and leaves nothing behind', async () => {
    await using space = await Workspace.create();
    const { child } = await running(space);
    process.kill(await qemuOf(space), 'SIGSTOP');
    const stopped = performance.now();
    child.kill('SIGINT');
    await sleep(600);
    child.kill('SIGINT');
    expect((await child).exitCode).toBe(130);
    expect(performance.now() - stopped).toBeLessThan(12_000);
    expect((await space.record()).footer?.complete).toBe(false);
    await expectNothingLeft(space);
  });

  it('during its boot, with two guests, writes a record that says so', async () => {
    await using space = await Workspace.create();
    const child = space.start(['run', 'protocol', '--jobs', '2']);
    expect(await until(async () => (await space.leftovers()).length > 3, 30_000)).toBe(true);
    child.kill('SIGINT');
    const { exitCode, stderr } = await child;
    expect(exitCode, stderr).toBe(130);
    const { results, footer } = await space.record();
    expect(results).toEqual([]);
    expect(footer?.findings.join()).toContain('stopped by SIGINT');
    await expectNothingLeft(space);
  });
});
