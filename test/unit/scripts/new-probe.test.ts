import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyTree } from '../../copy-tree.ts';

let root: string;
beforeAll(async () => {
  root = await copyTree(await mkdtemp(join(tmpdir(), 'new-probe-')));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const node = (...args: string[]) => execa(process.execPath, args, { cwd: root, reject: false });
const newProbe = (...args: string[]) => node(join(root, 'scripts', 'new-probe.ts'), ...args);
const read = (path: string) => readFile(join(root, path), 'utf8');

async function listed(query: string): Promise<string[]> {
  const { stdout, stderr } = await node(join(root, 'runner', 'cli.ts'), 'list', query, '--json');
  if (stdout === '') throw new Error(stderr);
  return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
}

describe('new-probe', () => {
  it.each([
    ['sync/scaffolded', 'an area with a list of programs'],
    ['drm/scaffolded', 'an area whose programs are built in another way'],
    ['scaffolded/first', 'a new area'],
    ['scaffolded/second', 'an area that was new'],
  ])('%s: the case is listed, built and in the catalogue (%s)', async (id) => {
    const { exitCode, stdout, stderr } = await newProbe(id);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain(`npm start -- ${id} --target host`);
    expect(await listed(id)).toEqual([id]);
    const [area = '', name = ''] = id.split('/');
    expect(await read(`guest-programs/probes/${area}/meson.build`)).toContain(`'${name}'`);
    expect(await read('guest-programs/probes/meson.build')).toContain(`subdir('${area}')`);
    expect(await read('docs/catalogue.md')).toContain(`| \`${id}\` |`);
    expect((await node(join(root, 'scripts', 'catalogue.ts'), '--check')).exitCode).toBe(0);
  });

  it('leaves the cases that were there, and those of the suite itself last', async () => {
    expect(await listed('sync')).toContain('sync/fence-empty@no_fence_feedback');
    expect(await read('suites/index.ts')).toMatch(/scaffolded,\s*self,?\s*\]/);
  });

  it('leaves sources that biome finds nothing in', async () => {
    const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
    const { exitCode, stdout } = await node(biome, 'check', '--error-on-warnings', 'suites');
    expect(exitCode, stdout).toBe(0);
  });

  it.each([
    [['sync/fence-empty'], /sync\/fence-empty is there already: guest-programs\/probes\/sync\/fence-empty\.c/],
    [['sync/Fence'], /“sync\/Fence” is not the id of a probe.*for example/],
    [['fence'], /“fence” is not the id/],
    [['sync/../x'], /is not the id/],
    [['class/first'], /“class” is a word of the language/],
    [['self/asks'], /suites\/self\.ts has a case asks already/],
    [[], /Usage: npm run new-probe area\/name/],
    [['a/b', 'c/d'], /Usage/],
  ])('%j is refused, and nothing is written', async (args, message) => {
    const before = await Promise.all([read('suites/index.ts'), read('suites/self.ts'), read('suites/sync.ts')]);
    const { exitCode, stderr } = await newProbe(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(await Promise.all([read('suites/index.ts'), read('suites/self.ts'), read('suites/sync.ts')])).toEqual(
      before,
    );
  });
});
