import { spawnSync } from 'node:child_process';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../runner/record/reader.ts';
import { until, Workspace } from './cli.ts';

const CASE = 'sync/fence-empty';
/** Without a VM, and a target of that name whose driver is not there: every case on it fails. */
const BROKEN = `{
  kind: 'host', name: 'broken', title: 'no driver', platforms: ['linux'], hostStack: 'forky', timeScale: 1,
  guestEnv: { VK_DRIVER_FILES: '/nonexistent.json', VK_ICD_FILENAMES: '/nonexistent.json' },
}`;

async function night(space: Workspace, nightly: object): Promise<void> {
  const config = `export default { targets: [${BROKEN}], nightly: ${JSON.stringify(nightly)} };`;
  await writeFile(space.path('venus-suite.config.mjs'), config);
}

interface Night {
  runs: { target: string; exit: number; record: string; report: string; news: string[] }[];
  report: string;
  problems: string[];
}

describe('nightly run', () => {
  it('runs each target, writes the pages, tells of the regression with its record, and keeps N runs', async () => {
    await using space = await Workspace.create();
    const tell =
      'printf "%s\\n" "$VENUS_SUITE_TARGET" "$VENUS_SUITE_RECORD" "$VENUS_SUITE_REPORT" "$VENUS_SUITE_NEW" >> told';
    const nightly = { targets: ['broken', 'host'], query: [CASE], keep: 2, onRegression: ['sh', '-c', tell] };
    await night(space, nightly);
    const one = async (): Promise<Night> => {
      const { exitCode, stdout, stderr } = await space.run(['nightly', 'run', '--json']);
      expect(exitCode, stderr).toBe(1);
      return JSON.parse(stdout) as Night;
    };
    const { runs, report, problems } = await one();
    expect(problems).toEqual([]);
    expect(runs.map(({ target, exit }) => [target, exit])).toEqual([
      ['broken', 1],
      ['host', 0],
    ]);
    expect(report).toBe(space.path('runs', 'nightly', 'latest.html'));
    for (const page of [report, ...runs.map((run) => run.report)]) expect(await readFile(page, 'utf8')).toContain(CASE);
    const told = (await readFile(space.path('told'), 'utf8')).split('\n');
    // Of the regression alone, and nothing is new where no run was before.
    expect(told).toEqual(['broken', runs[0]?.record, runs[0]?.report, '', '']);

    await one();
    await one();
    const left = (await readdir(space.path('runs', 'nightly'))).filter((name) => name !== 'latest.html');
    expect(left.filter((name) => name.includes('-broken-'))).toHaveLength(2);
    expect(left.filter((name) => name.includes('-host-'))).toHaveLength(2);
    const { stdout } = await space.run(['history', CASE, '--json', '--target', 'broken']);
    expect(JSON.parse(stdout)).toMatchObject([{ runs: 3, state: 'bad' }]);
    expect(await space.leftovers()).toEqual([]);
  });

  it('says what is new since the night before', async () => {
    await using space = await Workspace.create();
    const nightly = {
      targets: ['broken'],
      query: [CASE],
      onRegression: ['sh', '-c', 'printf %s "$VENUS_SUITE_NEW" > told'],
    };
    // The same name, with a driver at first.
    await writeFile(
      space.path('venus-suite.config.mjs'),
      `export default { targets: [{ ...${BROKEN}, guestEnv: {} }], nightly: ${JSON.stringify(nightly)} };`,
    );
    expect((await space.run(['nightly', 'run'])).exitCode).toBe(0);
    await night(space, nightly);
    const { exitCode, stderr } = await space.run(['nightly', 'run']);
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toContain(`broken: exit 1, new: ${CASE}`);
    expect(await readFile(space.path('told'), 'utf8')).toBe(CASE);
  });

  it('is not good where its command fails or a run makes no record', async () => {
    await using space = await Workspace.create();
    await night(space, { targets: ['broken'], query: [CASE], onRegression: ['sh', '-c', 'exit 7'] });
    const told = await space.run(['nightly', 'run', '--json']);
    expect(told.exitCode).toBe(1);
    expect((JSON.parse(told.stdout) as Night).problems).toEqual(['onRegression for broken ended with status 7']);

    await night(space, { targets: ['host'], query: [CASE] });
    await mkdir(space.path('empty-cache'));
    const env = { VENUS_SUITE_CACHE: space.path('empty-cache'), PATH: '/nonexistent' };
    const unable = await space.run(['nightly', 'run', '--json'], env);
    expect(unable.exitCode, unable.stderr).toBe(3);
    expect((JSON.parse(unable.stdout) as Night).runs).toMatchObject([{ target: 'host', exit: 3 }]);
  });

  it('does not start while another is under way, and takes over the lock of one that is gone', async () => {
    await using space = await Workspace.create();
    await night(space, { targets: ['host'], query: [CASE] });
    await mkdir(space.path('data'));
    const lock = (pid: number) =>
      writeFile(space.path('data', '.nightly-lock'), JSON.stringify({ pid, host: hostname() }));
    await lock(process.pid);
    const refused = await space.run(['nightly', 'run']);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain(`Another nightly run is under way: process ${process.pid}`);
    expect(await space.runs()).toEqual([]);
    // A process that has just ended.
    await lock(spawnSync('true').pid);
    expect((await space.run(['nightly', 'run'])).exitCode).toBe(0);
    await expect(access(space.path('data', '.nightly-lock'))).rejects.toThrow('ENOENT');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends its run in order on %s, and accuses nobody', async (signal) => {
    await using space = await Workspace.create();
    await night(space, {
      targets: ['host', 'broken'],
      query: ['self/never-ends', 'self/nap'],
      onRegression: ['touch', 'told'],
    });
    const running = space.start(['nightly', 'run', '--json']);
    const started = async () =>
      (await readdir(space.path('runs', 'nightly')).catch(() => [])).some((name) => name.includes('-host-'));
    expect(await until(started, 20_000)).toBe(true);
    await until(async () => (await space.leftovers()).some((line) => line.includes('never-ends')), 20_000);
    running.kill(signal);
    const { exitCode, stdout } = await running;
    expect(exitCode).toBe(signal === 'SIGINT' ? 130 : 143);
    const [run, ...others] = (JSON.parse(stdout) as Night).runs;
    expect([run?.target, others]).toEqual(['host', []]);
    expect(readRecord(run?.record ?? '').footer?.findings).toEqual([expect.stringContaining(`stopped by ${signal}`)]);
    await expect(access(space.path('told'))).rejects.toThrow('ENOENT');
    await expect(access(space.path('data', '.nightly-lock'))).rejects.toThrow('ENOENT');
    expect(await until(async () => (await space.leftovers()).length === 0, 5_000)).toBe(true);
  });
});

describe('nightly install', () => {
  it('shows everything before it writes anything, and asks', async () => {
    await using space = await Workspace.create();
    await night(space, { at: '03:15', query: ['sync'], keep: 7 });
    const env = { XDG_CONFIG_HOME: space.path('config'), HOME: space.dir };
    const linux = await space.run(['nightly', 'install', '--print', '--platform', 'linux'], env);
    expect(linux.exitCode, linux.stderr).toBe(0);
    expect(linux.stdout).toContain(space.path('config', 'systemd', 'user', 'venus-suite-nightly.timer'));
    expect(linux.stdout).toContain('OnCalendar=*-*-* 03:15:00');
    expect(linux.stdout).toContain('systemctl --user enable --now venus-suite-nightly.timer');
    expect(linux.stderr).toContain('sync on tcg-arm64-16k; the newest 7 runs');
    const mac = await space.run(['nightly', 'install', '--print', '--platform', 'darwin'], env);
    expect(mac.stdout).toContain('Library/LaunchAgents/org.venus-suite.nightly.plist');

    const asked = await space.run(['nightly', 'install'], env);
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain('Say --yes');
    await expect(access(space.path('config'))).rejects.toThrow('ENOENT');
    const removed = await space.run(['nightly', 'remove'], env);
    expect(removed).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Nothing is installed') });
  });

  it.each([
    [{ targets: ['no-such'] }, /no-such/],
    [{ query: ['no/such'] }, /no\/such/],
    [{ keeps: 3 }, /keeps/],
  ])('with %j exits 2 by day, not by night', async (nightly, names) => {
    await using space = await Workspace.create();
    await night(space, nightly);
    for (const args of [['install', '--print'], ['run']]) {
      const { exitCode, stderr } = await space.run(['nightly', ...args]);
      expect(exitCode, stderr).toBe(2);
      expect(stderr).toMatch(names);
    }
  });
});
