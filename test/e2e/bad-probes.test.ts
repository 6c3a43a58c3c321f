import { describe, expect, it } from 'vitest';
import { Workspace } from './cli.ts';

describe('probes that end badly', () => {
  it('get each their own outcome, quickly, and leave the other cases alone', async () => {
    await using space = await Workspace.create();
    const finished = await space.run(['run', 'self', 'transfer/fill', 'sync/fence-empty']);
    expect(finished.exitCode, finished.stderr).toBe(1);
    const { results, footer } = await space.record();
    const outcomes = Object.fromEntries(results.map(({ id, outcome }) => [id, outcome]));
    expect(outcomes).toEqual({
      'self/segfault': 'crash',
      'self/no-end': 'invalid',
      'self/garbage': 'invalid',
      'self/flood': 'invalid',
      'self/never-ends': 'timeout',
      'transfer/fill': 'pass',
      'sync/fence-empty': 'pass',
    });
    expect(footer).toMatchObject({ complete: true, exit: 1 });
    const flood = results.find(({ id }) => id === 'self/flood');
    expect(flood?.message).toMatch(/more than .*output.* stderr/);
    expect(flood?.durationMs).toBeLessThan(20_000);
    expect(results.find(({ id }) => id === 'self/segfault')?.exit.signal).toBe('SIGSEGV');
  });
});
