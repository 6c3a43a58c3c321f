import { describe, expect, it } from 'vitest';
import { until, Workspace } from './cli.ts';

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
    expect(await space.leftovers()).toEqual([]);
    expect(await space.temporaries()).toEqual([]);
  });

  it('by SIGKILL keeps its results and leaves no process', async () => {
    await using space = await Workspace.create();
    const { child } = await running(space);
    expect((await space.leftovers()).length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await child;
    expect(await until(async () => (await space.leftovers()).length === 0, 5_000)).toBe(true);
    const { results, footer } = await space.record();
    expect(results.length).toBeGreaterThan(0);
    expect(footer).toBeNull();
  });
});
