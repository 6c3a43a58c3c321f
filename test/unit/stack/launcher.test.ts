import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processExists } from '../../../runner/base/process-exists.ts';
import { ensureLauncher, type LauncherSettings, launcherMembers } from '../../../runner/stack/launcher.ts';

let folder: string;
let launcher: string;
let settings: Pick<LauncherSettings, 'loader' | 'libraries'>;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'venus-suite-launch-')));
  launcher = await ensureLauncher(() => {});
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'lib'));
  for (const program of ['sh', 'env', 'sleep']) copyProgram(realpathSync(`/bin/${program}`), program);
  settings = { loader: 'bin/ld.so', libraries: ['lib'] };
  write('run', { ...settings, start: { programs: 'bin' } });
  write('bin/shell', { ...settings, start: { program: 'bin/sh', argument: 'script' } });
  writeFileSync(join(folder, 'script'), 'echo "$0: $1 $2"');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program of this machine, its libraries and its loader. */
function copyProgram(path: string, name: string): void {
  copyFileSync(path, join(folder, 'bin', name));
  for (const [library] of execFileSync('ldd', [path], { encoding: 'utf8' }).matchAll(/\/\S+/g)) {
    copyFileSync(library, join(folder, /ld-linux/.test(library) ? 'bin/ld.so' : `lib/${basename(library)}`));
  }
}

function write(path: string, given: LauncherSettings): void {
  for (const member of launcherMembers(launcher, path, given)) {
    if (member.kind !== 'file') continue;
    if (typeof member.content === 'string') copyFileSync(member.content, join(folder, member.path));
    else writeFileSync(join(folder, member.path), member.content);
  }
}

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}, path = 'run') {
  return spawnSync(join(folder, path), args, { encoding: 'utf8', env, cwd: '/' });
}

describe('with a folder of programs', () => {
  it('starts one by name, in an environment of just what is given', () => {
    const { stdout, status } = run(['A=1', 'B=x y=z', 'env'], { SECRET: 'of the caller' });
    expect(stdout.trim().split('\n')).toEqual(['A=1', 'B=x y=z']);
    expect(status).toBe(0);
  });

  it('starts one by its path, though the path holds an equals sign', () => {
    const odd = join(folder, 'a=b');
    symlinkSync('bin/env', odd);
    expect(run(['A=1', odd]).stdout).toBe('A=1\n');
  });

  it('uses its own libraries before those of LD_LIBRARY_PATH, and these too', () => {
    const { stderr } = run(['LD_LIBRARY_PATH=/of/a/driver', 'LD_DEBUG=libs', 'env']);
    expect(stderr).toContain(`${folder}/lib`);
    expect(stderr.indexOf('/of/a/driver')).toBeGreaterThan(stderr.indexOf(`${folder}/lib`));
  });

  it('ends with the process that started it', async () => {
    const parent = spawn('/bin/sh', ['-c', `"${folder}/run" sleep 600 & echo $!; wait`]);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    // From then on it is bound to its parent.
    await expect.poll(() => readFileSync(`/proc/${pid}/comm`, 'utf8'), { timeout: 5_000 }).toBe('ld.so\n');
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await expect.poll(() => processExists(pid), { timeout: 3_000 }).toBe(false);
  });

  it('says how it is used', () => {
    expect(run(['A=1'])).toMatchObject({ status: 126, stderr: expect.stringContaining('PROGRAM') });
  });
});

it('with one program hands the caller’s environment and arguments to it, from wherever it is started', () => {
  const { stdout } = run(['one', 'two'], { PATH: '' }, 'bin/shell');
  expect(stdout).toBe(`${dirname(join(folder, 'bin'))}/bin/../script: one two\n`);
});

it('says which settings are missing', () => {
  copyFileSync(launcher, join(folder, 'bare'));
  expect(run([], {}, 'bare').stderr).toContain('bare.launch: No such file');
  writeFileSync(join(folder, 'bare.launch'), 'loader bin/ld.so\n');
  expect(run([], {}, 'bare').stderr).toContain('either a program or programs');
});

it('refuses a folder whose name the dynamic loader would cut', () => {
  const odd = join(folder, 'a:b');
  mkdirSync(odd);
  copyFileSync(launcher, join(odd, 'run'));
  expect(spawnSync(join(odd, 'run'), [], { encoding: 'utf8' }).stderr).toContain('move the bundle elsewhere');
});
