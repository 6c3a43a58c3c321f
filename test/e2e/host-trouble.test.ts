import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { cacheRoot } from '../../runner/base/paths.ts';
import { readRecord } from '../../runner/record/reader.ts';
import { whileNextRuns } from './breakage.ts';
import { bin, Workspace } from './cli.ts';
import { expectNothingLeft } from './leftovers.ts';

describe('a disk that is full while a run records', () => {
  it('ends the run in order with exit 3 and the next step, and keeps the results before', async () => {
    await using space = await Workspace.create();
    await mkdir(space.path('runs'));
    // A file system of half a megabyte, in a mount namespace of its own: it is gone with the processes.
    const script = `mount -t tmpfs -o size=512k tmpfs runs || exit 99
      "$@"; status=$?; cp -r runs kept; exit $status`;
    const words = ['run', 'transfer/fill', 'self/flood', 'self/nap'];
    const namespace = process.getuid?.() === 0 ? ['--mount'] : ['--mount', '--map-root-user'];
    const { exitCode, stderr } = await execa(
      'unshare',
      [...namespace, 'sh', '-c', script, 'sh', process.execPath, bin, ...words],
      {
        cwd: space.dir,
        env: { TMPDIR: space.dir, VENUS_SUITE_DATA: space.path('data') },
        reject: false,
        stdin: 'ignore',
      },
    );
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toMatch(/ENOSPC|no space left/);
    expect(stderr).toContain('Next: Free space there');
    const [run = ''] = await readdir(space.path('kept'));
    const { results, missing, footer } = readRecord(space.path('kept', run));
    expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([['transfer/fill', 'ok']]);
    expect(missing).toEqual(['self/flood', 'self/nap']);
    expect(footer?.complete ?? false).toBe(false);
    await expectNothingLeft(space);
  });
});

describe('a clock that steps back an hour in the middle of a run', () => {
  it('changes no duration and no order in the record', async () => {
    await using space = await Workspace.create();
    await writeFile(
      space.path('clock.mjs'),
      `const RealDate = Date;
      const now = () => RealDate.now() - (performance.now() > 2000 ? 3_600_000 : 0);
      globalThis.Date = class extends RealDate {
        constructor(...given) { super(...(given.length > 0 ? given : [now()])); }
        static now() { return now(); }
      };`,
    );
    const options = { NODE_OPTIONS: `--import=${space.path('clock.mjs')}` };
    const finished = await space.run(['run', 'self/nap', '--target', 'host'], options);
    const { header, boots, results, footer } = await space.record();
    expect(footer?.complete, finished.stderr).toBe(true);
    const times = [header.startedAt, ...boots.map(({ at }) => at), footer?.finishedAt ?? ''];
    expect(times).toEqual(times.toSorted());
    expect(Date.parse(times.at(-1) ?? '') - Date.parse(header.startedAt)).toBeGreaterThan(2_900);
    expect(results[0]).toMatchObject({ outcome: 'pass' });
    expect(results[0]?.durationMs).toBeGreaterThan(2_900);
    expect(results[0]?.durationMs).toBeLessThan(60_000);
    await expectNothingLeft(space);
  });
});

describe('a cache that is deleted under a run', () => {
  it('does not disturb the guest that runs; a fresh one is refused by name, not built anew', async () => {
    await using space = await Workspace.create();
    const cache = space.path('cache');
    await mkdir(cache);
    for (const name of await readdir(cacheRoot())) await symlink(join(cacheRoot(), name), join(cache, name));
    const cases = ['transfer/fill', 'self/spins', 'self/panic', 'self/nap', 'self/asks'];
    const child = space.start(['run', ...cases], { VENUS_SUITE_CACHE: cache });
    await whileNextRuns(space, 'transfer/fill');
    // Those of older recipes as well: which of them is in use is the record's to tell.
    const images = (await readdir(cache)).filter((name) => name.startsWith('guest-'));
    for (const image of images) await rm(join(cache, image));
    const { exitCode, stderr } = await child;
    expect(exitCode, stderr).toBe(1);
    const { results, footer } = await space.record();
    expect(results.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['transfer/fill', 'pass'],
      ['self/spins', 'timeout'],
      ['self/panic', 'lost'],
      ['self/nap', 'infra'],
      ['self/asks', 'infra'],
    ]);
    const missed = images.map((image) => join(cache, image)).find((path) => results.at(-1)?.message.includes(path));
    expect(missed, results.at(-1)?.message).toBeDefined();
    expect(results.at(-1)?.message).toContain('venus-suite image build');
    expect(footer?.findings.join()).toContain(missed);
    expect(footer?.complete).toBe(true);
    expect((await readdir(cache)).filter((name) => name.startsWith('guest-'))).toEqual([]);
    await expectNothingLeft(space);
  });
});
