import { symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../runner/base/paths.ts';
import { Workspace } from './cli.ts';
import { writeRun } from './run-folder.ts';

describe('the packed and unpacked package', () => {
  it('is compiled, lists the same cases in under half a second, and makes the same report', async () => {
    await using space = await Workspace.create();
    await execa('npm', ['run', 'build'], { cwd: packageRoot });
    const packed = await execa('npm', ['pack', '--json', '--pack-destination', space.dir], { cwd: packageRoot });
    const [{ filename = '' } = {}] = JSON.parse(packed.stdout) as { filename?: string }[];
    await execa('tar', ['xzf', space.path(filename), '-C', space.dir]);
    await symlink(join(packageRoot, 'node_modules'), space.path('node_modules'));
    const bin = space.path('package', 'bin', 'venus-suite.js');
    const list = async () => {
      const started = performance.now();
      const { stdout } = await execa(process.execPath, [bin, 'list', '--json'], { cwd: space.dir });
      return { ids: (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id), ms: performance.now() - started };
    };
    await list();
    const installed = await list();
    const source = await space.run(['list', '--json']);
    expect(installed.ids).toEqual((JSON.parse(source.stdout) as { id: string }[]).map(({ id }) => id));
    expect(installed.ms).toBeLessThan(500);

    const run = dirname(writeRun(space.path('runs', 'one'), 'a/1'));
    const report = await execa(process.execPath, [bin, 'report', run, '--out', '-'], { cwd: space.dir });
    const fromSource = await space.run(['report', run, '--out', '-']);
    expect(report.stdout).toBe(fromSource.stdout);
  });
});
