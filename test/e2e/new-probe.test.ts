import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { readRecord } from '../../runner/record/reader.ts';
import { copyTree } from '../copy-tree.ts';
import { Workspace } from './cli.ts';

describe('a probe as `npm run new-probe` makes it', () => {
  it('builds and passes at once, in an area that is there and in a new one', async () => {
    await using space = await Workspace.create();
    const root = await copyTree(space.path('tree'));
    const ids = ['transfer/scaffolded', 'scaffolded/first'];
    for (const id of ids) await execa(process.execPath, [join(root, 'scripts', 'new-probe.ts'), id]);
    const run = ['run', ...ids, '--target', 'host', '--json'];
    const { stdout, stderr } = await execa(process.execPath, [join(root, 'bin', 'venus-suite.js'), ...run], {
      cwd: space.dir,
      reject: false,
    });
    const { exit, record } = JSON.parse(stdout) as { exit: number; record: string };
    expect(exit, stderr).toBe(0);
    const { results } = readRecord(record);
    expect(results.map(({ id, verdict }) => [id, verdict])).toEqual(ids.map((id) => [id, 'ok']));
    for (const { checks } of results)
      expect(checks).toContainEqual(expect.objectContaining({ name: 'the filled words', ok: true }));
  });
});
