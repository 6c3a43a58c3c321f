import { describe, expect, it } from 'vitest';
import { Workspace } from './cli.ts';

describe('bad input', () => {
  it.each([
    [['run', '--target', 'tcg-arm65'], /tcg-arm65/, /tcg-arm64-16k/],
    [['run', 'sync/fence-emty'], /sync\/fence-emty/, /list|Did you mean/],
    [['run', '--kernel', 'no/such/Image'], /no\/such\/Image/, /Next:/],
    [['run', '--shard', '3/2'], /3\/2/, /i\/n/],
    [['run', '--host-env', 'NOVALUE'], /NOVALUE/, /KEY=VALUE/],
    [['bless', 'no-such-run'], /no-such-run/, /Next:/],
    [['frobnicate'], /frobnicate/, /--help/],
  ])('%j exits 2, names it and says what to do', async (args, names, next) => {
    await using space = await Workspace.create();
    const { exitCode, stderr } = await space.run(args);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toMatch(names);
    expect(stderr).toMatch(next);
    expect(await space.runs()).toEqual([]);
  });
});

describe('list', () => {
  it('answers in JSON without touching a device, in under half a second', async () => {
    await using space = await Workspace.create();
    await space.run(['list', '--json']);
    const started = performance.now();
    const { exitCode, stdout } = await space.run(['list', '--json'], { VENUS_SUITE_CACHE: '/nonexistent', PATH: '' });
    const elapsed = performance.now() - started;
    expect(exitCode).toBe(0);
    const rows = JSON.parse(stdout) as { id: string; targets: string[] }[];
    expect(rows.find(({ id }) => id === 'sync/fence-empty@no_fence_feedback')?.targets).toContain('tcg-arm64-16k');
    expect(rows.find(({ id }) => id === 'drm/capset')?.targets).not.toContain('host');
    expect(elapsed).toBeLessThan(500);
  });
});
