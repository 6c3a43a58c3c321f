import { describe, expect, it } from 'vitest';
import { renderServersOf, whileNextRuns } from './breakage.ts';
import { Workspace } from './cli.ts';
import { expectNothingLeft } from './leftovers.ts';

describe('a render server', () => {
  it.each(['SIGKILL', 'SIGSTOP'] as const)('that gets %s costs one guest, and the rest goes on', async (signal) => {
    await using space = await Workspace.create();
    const child = space.start(['run', 'protocol/identity', 'self/nap', 'self/asks', 'self/asks@2']);
    await whileNextRuns(space, 'protocol/identity');
    for (const pid of await renderServersOf(space)) process.kill(pid, signal);
    const { exitCode, stderr } = await child;
    expect(exitCode, stderr).toBe(1);
    const { results, boots, footer, missing } = await space.record();
    expect(missing).toEqual([]);
    expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['protocol/identity', 'ok'],
      ['self/nap', 'ok'],
      ['self/asks', 'flaky'],
      ['self/asks@2', 'ok'],
    ]);
    const [broken, whole] = results[2]?.attempts ?? [];
    expect(['fail', 'crash', 'timeout', 'lost']).toContain(broken?.outcome);
    expect(broken?.message).toMatch(/not sound|died under it/);
    expect(whole).toMatchObject({ outcome: 'pass' });
    expect(boots.map(({ infra }) => infra)).toEqual([null, null]);
    expect(footer).toMatchObject({ complete: true, exit: 1 });
    await expectNothingLeft(space);
  });
});
