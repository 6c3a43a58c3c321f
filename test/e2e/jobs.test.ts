import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../runner/record/reader.ts';
import { qemuOf, whileNextRuns } from './breakage.ts';
import { Workspace } from './cli.ts';
import { expectNothingLeft } from './leftovers.ts';

describe('run --jobs 2', () => {
  it('gives one result a case, keeps logs apart, and outlives the death of one guest', async () => {
    await using space = await Workspace.create();
    const child = space.start([
      'run',
      'drm/capset',
      'drm/blob-map',
      'protocol/handles',
      'protocol/queue-get',
      'self/flood',
      'self/nap',
      'self/nap@*',
      '--jobs',
      '2',
      '--repeat',
      '2',
    ]);
    await whileNextRuns(space, 'drm/capset', 'protocol/handles', 'protocol/queue-get', 'self/flood');
    process.kill(await qemuOf(space), 'SIGKILL');
    const { exitCode, stderr } = await child;
    expect(exitCode, stderr).toBe(1);

    const { header, results, boots, footer } = await space.record();
    const [run = ''] = await space.runs();
    const lines = (await readFile(join(run, 'record.jsonl'), 'utf8')).split('\n');
    expect(lines.filter((line) => line.startsWith('{"type":"result"'))).toHaveLength(header.plan.ids.length);
    expect(footer).toMatchObject({ complete: true, exit: 1 });
    expect(boots).toHaveLength(3);
    const flood = results.find(({ id }) => id === 'self/flood');
    const bad = results.filter((result) => result.verdict !== 'ok' && result !== flood);
    expect(bad.map(({ verdict }) => verdict)).toEqual(['flaky']);
    expect(
      bad[0]?.attempts
        .map(({ outcome }) => outcome)
        .toSorted()
        .slice(0, 2),
    ).toEqual(['lost', 'pass']);

    // One guest's output is in one folder's logs only.
    const folders = ['boot-1', 'boot-2', 'boot-3'].map((name) => join('logs', name));
    const flooded = dirname(flood?.logs.find(({ log }) => log === 'guest-stderr')?.file ?? '');
    expect(folders).toContain(flooded);
    for (const folder of folders) {
      const read = (name: string) => readFile(join(run, folder, name), 'utf8').catch(() => '');
      expect((await read('guest-stderr.log')).includes('xxxx'), folder).toBe(folder === flooded);
      expect((await read('console.log')).match(/Linux version/g), folder).toHaveLength(1);
    }
    await expectNothingLeft(space);
  });
});

describe('two runs at once in one folder', () => {
  it('each have a record of their own, and both are good', async () => {
    await using space = await Workspace.create();
    const both = await Promise.all([space.run(['run', 'drm']), space.run(['run', 'transfer'])]);
    expect(
      both.map(({ exitCode }) => exitCode),
      both[0]?.stderr,
    ).toEqual([0, 0]);
    const records = (await space.runs()).map((path) => readRecord(path));
    expect(records.map(({ header }) => header.plan.query.join()).toSorted()).toEqual(['drm', 'transfer']);
    expect(records.map(({ footer }) => footer?.complete)).toEqual([true, true]);
    await expectNothingLeft(space);
  });
});

describe('run --repeat 3', () => {
  it('tells of each attempt in one result', async () => {
    await using space = await Workspace.create();
    const finished = await space.run([
      'run',
      'transfer/fill',
      'protocol/identity',
      '--repeat',
      '3',
      '--target',
      'host',
    ]);
    const { header, results } = await space.record();
    expect(header.plan.repeat).toBe(3);
    expect(
      results.map(({ attempts }) => attempts.length),
      finished.stderr,
    ).toEqual([3]);
  });
});
