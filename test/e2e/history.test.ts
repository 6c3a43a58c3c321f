import { mkdir, rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Workspace } from './cli.ts';

const CASE = 'sync/fence-empty';

describe('history', () => {
  it('has what runs left, and each run says which of its failures are new', { timeout: 120_000 }, async () => {
    await using space = await Workspace.create();
    const run = async (...options: string[]) => {
      const { exitCode, stdout, stderr } = await space.run(['run', CASE, '--target', 'host', '--json', ...options]);
      return { exitCode, stderr, ...(JSON.parse(stdout) as { run: string; news: string[] | null }) };
    };
    const fault = [
      '--guest-env',
      'VK_DRIVER_FILES=/nonexistent.json',
      '--guest-env',
      'VK_ICD_FILENAMES=/nonexistent.json',
    ];
    const good = await run();
    expect(good).toMatchObject({ exitCode: 0, news: [] });
    const bad = await run(...fault);
    expect(bad).toMatchObject({ exitCode: 1, news: [CASE] });
    expect(bad.stderr).toMatch(new RegExp(`${CASE} {2}regression: NEW, it was good in the 1 run before`));
    expect(bad.stderr.trimEnd().split('\n').at(-1)).toMatch(/^NOT GOOD/);
    const again = await run(...fault);
    expect(again).toMatchObject({ exitCode: 1, news: [] });
    expect(again.stderr).toMatch(/not new, since .* \(1 run before this one\)/);
    expect(await run('--no-history')).toMatchObject({ exitCode: 0, news: null });

    const plain = JSON.parse((await space.run(['history', CASE, '--json'])).stdout) as object[];
    expect(plain).toMatchObject([{ id: CASE, target: 'host', state: 'good', runs: 1, firstBad: null }]);
    const { stdout } = await space.run(['history', CASE, '--json', '--changed']);
    expect(JSON.parse(stdout)).toMatchObject([
      { state: 'bad', runs: 3, since: { runs: 2 }, firstBad: { run: bad.run, lastGood: { run: good.run } } },
    ]);
    const text = await space.run(['history', CASE, '--changed']);
    expect(text.stdout).toContain(`first bad run: ${bad.run}`);
    expect(text.stderr).toBe('');

    // --no-history left one run out; its record is as good as the others'.
    await rm(space.path('data'), { recursive: true });
    expect((await space.run(['history', '--rebuild'])).exitCode).toBe(0);
    const rebuilt = JSON.parse((await space.run(['history', CASE, '--json'])).stdout) as object[];
    expect(rebuilt).toMatchObject([{ state: 'good', runs: 2 }]);
  });

  it('that cannot be opened fails no run, and is rebuilt by the command that its message names', async () => {
    await using space = await Workspace.create();
    await mkdir(space.path('data'));
    await writeFile(space.path('data', 'history.sqlite'), 'not a database '.repeat(1000));
    const run = await space.run(['run', CASE, '--target', 'host', '--json']);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ exit: 0, news: null });
    expect(run.stderr).toMatch(/The run is not in the history: The history is damaged/);
    expect(run.stderr.trimEnd().split('\n').at(-1)).toMatch(/^GOOD/);

    const reasons: [Record<string, string>, RegExp][] = [
      [{ VENUS_SUITE_DATA: '/dev/null/data' }, /not in the history: .*\n {2}Next: .*\$VENUS_SUITE_DATA/],
      [{ NODE_OPTIONS: '--no-experimental-sqlite' }, /not in the history: Node .* has no SQLite/],
    ];
    for (const [env, says] of reasons) {
      const other = await space.run(['run', CASE, '--target', 'host'], env);
      expect(other.exitCode, other.stderr).toBe(0);
      expect(other.stderr).toMatch(says);
    }

    const shown = await space.run(['history']);
    expect(shown.exitCode).toBe(3);
    expect(shown.stderr).toContain('venus-suite history --rebuild');
    expect((await space.run(['history', '--rebuild'])).exitCode).toBe(0);
    const { stdout } = await space.run(['history', '--all']);
    expect(stdout).toMatch(new RegExp(`${CASE} {2}✓✓✓ {2}good since`));
  });

  it('exits 2 and names what is wrong with its arguments', async () => {
    await using space = await Workspace.create();
    await space.run(['run', CASE, '--target', 'host']);
    const wrong: [string[], RegExp][] = [
      [['no/such'], /no\/such/],
      [['--target', 'no-such'], /no-such/],
      [['--forget-missing'], /--rebuild/],
      [['--rebuild', 'sync'], /no query/],
      [['--rebuild', '--runs', 'no/such'], /no\/such/],
      [['--last', '0'], /--last 0/],
    ];
    for (const [args, names] of wrong) {
      const { exitCode, stderr } = await space.run(['history', ...args]);
      expect(exitCode, stderr).toBe(2);
      expect(stderr).toMatch(names);
    }
  });
});
