import { chmod, chown, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin, until, Workspace } from './cli.ts';

const ORDINARY = 1000;
const root = process.getuid?.() === 0;

/** The lists of an archive's members, without its top folder. */
async function membersOf(archive: string): Promise<string[]> {
  const { stdout } = await execa('tar', ['-tf', archive]);
  return stdout.split('\n').map((path) => path.replace(/^[^/]+\//, ''));
}

/** Names that one part of a path takes: those right below a folder. */
function below(paths: readonly string[], folder: string): string[] {
  const inside = paths.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
  return [...new Set(inside.map((path) => path.split('/')[0] ?? ''))].toSorted();
}

describe('a bundle for Linux', () => {
  let space: Workspace;
  let bundle: string;
  let home: string;

  beforeAll(async () => {
    space = await Workspace.create();
    const archive = space.path('suite.tar.gz');
    const made = await space.run(['bundle', '--level', '1', '--out', archive]);
    expect(made.exitCode, made.stderr).toBe(0);
    await execa('tar', ['xf', archive, '-C', space.dir]);
    bundle = space.path('venus-suite-linux-x64');
    home = space.path('home');
    await mkdir(home);
    await chmod(space.dir, 0o755);
    if (root) await chown(home, ORDINARY, ORDINARY);
  });
  afterAll(() => space[Symbol.asyncDispose]());

  /**
   * Runs it where there is nothing but the bundle, /proc, /dev and an empty home: no shell, no library, no loader, no
   * network, no PATH, as an ordinary user.
   */
  function inEmptyRoot(args: readonly string[], env: readonly string[] = ['--setenv', 'HOME', '/home']) {
    const user = root ? ['setpriv', '--reuid', `${ORDINARY}`, '--regid', `${ORDINARY}`, '--clear-groups'] : [];
    const [program = '', ...rest] = [
      ...[...user, 'bwrap', '--unshare-all', '--die-with-parent', '--uid', `${ORDINARY}`, '--gid', `${ORDINARY}`],
      ...['--ro-bind', bundle, '/bundle', '--bind', home, '/home', '--chdir', '/home'],
      ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
      ...['--clearenv', '--setenv', 'PATH', '', ...env],
      ...['--', '/bundle/venus-suite', ...args],
    ];
    return execa(program, rest, { reject: false, stdin: 'ignore' });
  }

  it('runs probes in the guest and on its host in an empty root, on its own lavapipe', async () => {
    const { exitCode, stderr, stdout } = await inEmptyRoot([
      ...['run', 'sync/fence-empty', 'transfer/fill', 'graphics/cube', 'host/baseline', '--json'],
    ]);
    expect(exitCode, stderr).toBe(0);
    const { record } = JSON.parse(stdout) as { record: string };
    const lines = (await readFile(record.replace(/^\/home/, home), 'utf8')).trim().split('\n');
    const [header, ...rest] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(header).toMatchObject({ target: 'tcg-arm64-16k', stack: { guestPageSize: 16384 } });
    expect(header).toMatchObject({ stack: { hostDriver: expect.stringMatching(/^lavapipe 26\./) } });
    const results = rest.filter(({ type }) => type === 'result');
    expect(results.map(({ id, outcome }) => `${id} ${outcome}`).toSorted()).toEqual([
      ...['graphics/cube pass', 'host/baseline pass', 'sync/fence-empty pass', 'transfer/fill pass'],
    ]);
    expect(await readdir(home)).toEqual(expect.arrayContaining(['runs']));
  });

  it('finds itself fit to run there, and says that it builds nothing', async () => {
    const doctor = await inEmptyRoot(['doctor', '--target', 'tcg-arm64-16k']);
    expect(doctor.stdout).toContain('tcg-arm64-16k: can run here');
    expect(doctor.exitCode).toBe(0);
    // As in a container that runs under a number which is no user's.
    const build = await inEmptyRoot(['image', 'build'], []);
    expect(build.exitCode).toBe(2);
    expect(build.stderr).toContain('A bundle builds nothing');
    const other = await inEmptyRoot(['run', 'sync/fence-empty', '--target', 'tcg-x86_64']);
    expect(other.exitCode).toBe(3);
    expect(other.stderr).toMatch(/this bundle holds no .*it was made for tcg-arm64-16k/);
  });

  it('holds what its target needs and nothing else', async () => {
    const members = await membersOf(space.path('suite.tar.gz'));
    const parts = below(members, 'parts/').map((name) => name.replace(/-[0-9a-f]{16}$/, ''));
    expect(parts).toEqual([
      ...['guest-forky-arm64', 'host-forky-amd64', 'probes-arm64', 'probes-host-x86_64'],
      ...['ring-sleep-x64', 'store-order-x64'],
    ]);
    const guest = members.find((path) => path.startsWith('parts/guest-'))?.replace(/[^/]*$/, '') ?? '';
    expect(below(members, guest)).toEqual(['initrd-arm64-16k', 'kernel-arm64-16k', 'manifest.json']);
    const named = (pattern: RegExp) => members.filter((path) => pattern.test(path)).map((path) => basename(path));
    expect(named(/qemu-system-/)).toEqual(['qemu-system-aarch64']);
    expect(named(/\/libvulkan_/)).toEqual(['libvulkan_lvp.so']);
    expect(named(/_dri\.so$|^app\/node_modules\/.*\.(h|d\.ts|map)$/)).toEqual([]);
    expect(below(members, 'app/node_modules/')).not.toContain('typescript');
  });

  it('is refused by the name of the file in which one byte is another', async () => {
    const [guest = ''] = (await readdir(`${bundle}/parts`)).filter((name) => name.startsWith('guest-'));
    const file = `${bundle}/parts/${guest}/initrd-arm64-16k`;
    const good = await readFile(file);
    const bad = Buffer.from(good);
    bad[1_000_000] = (bad[1_000_000] ?? 0) ^ 1;
    await writeFile(file, bad);
    const { exitCode, stderr } = await inEmptyRoot(['list']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(`parts/${guest}/initrd-arm64-16k is not what was packed`);
    await writeFile(file, good);
    expect((await inEmptyRoot(['list'])).exitCode).toBe(0);
  });

  it('leaves no process behind where it is killed, though no sandbox ends them', async () => {
    const env = { PATH: '', HOME: home, TMPDIR: space.dir };
    const options = { cwd: home, env, extendEnv: false, reject: false, stdin: 'ignore' } as const;
    const running = execa(`${bundle}/venus-suite`, ['run', 'sync/fence-empty'], options);
    const qemu = async () => (await space.leftovers()).some((line) => line.includes('qemu-system-aarch64'));
    expect(await until(qemu, 20_000)).toBe(true);
    running.kill('SIGKILL');
    await running;
    const none = async () => (await space.leftovers()).length === 0;
    expect(await until(none, 5_000), (await space.leftovers()).join('\n')).toBe(true);
  });
});

describe('a bundle for a Mac', () => {
  it('holds everything but QEMU and Node, in the same bytes each time, and in parts', async () => {
    await using space = await Workspace.create();
    const make = (file: string, ...args: string[]) =>
      space.run(['bundle', '--level', '1', '--target', 'hvf-arm64-16k', '--out', space.path(file), ...args]);
    const whole = await make('mac.tar.gz');
    expect(whole.exitCode, whole.stderr).toBe(0);
    const members = await membersOf(space.path('mac.tar.gz'));
    expect(below(members, '')).toEqual(['README.txt', 'app', 'bundle.json', 'parts', 'venus-suite']);
    const parts = below(members, 'parts/').map((name) => name.replace(/-[0-9a-f]{16}$/, ''));
    expect(parts).toEqual(['guest-forky-arm64', 'probes-arm64']);
    expect(members.filter((path) => path.endsWith('kernel-arm64-16k'))).toHaveLength(1);
    expect(below(members, 'app/node_modules/@img/')).toEqual([
      ...['colour', 'sharp-darwin-arm64', 'sharp-libvips-darwin-arm64'],
    ]);
    expect(members.filter((path) => /\/probes\/sync\/fence-empty$/.test(path))).toHaveLength(1);

    const split = await make('parts.tar.gz', '--split', '16');
    expect(split.exitCode, split.stderr).toBe(0);
    const names = (await readdir(space.dir)).filter((name) => name.startsWith('parts.tar.gz.')).toSorted();
    expect(names.length).toBeGreaterThan(1);
    const joined = Buffer.concat(await Promise.all(names.map((name) => readFile(space.path(name)))));
    expect(joined.equals(await readFile(space.path('mac.tar.gz')))).toBe(true);

    // What a Mac would run, by the Node of this machine: the list is read, and a missing QEMU is no secret.
    await execa('tar', ['xf', space.path('mac.tar.gz'), '-C', space.dir]);
    const command = space.path('venus-suite-darwin-arm64', 'venus-suite');
    const env = { VENUS_SUITE_NODE: process.execPath, VENUS_SUITE_CACHE: space.path('cache') };
    const { stdout } = await execa(command, ['list', '--json'], { env });
    expect((JSON.parse(stdout) as unknown[]).length).toBeGreaterThan(100);
    const none = await execa(command, ['list'], { env: { VENUS_SUITE_NODE: '/no/such/node' }, reject: false });
    expect(none.exitCode).toBe(3);
    expect(none.stderr).toContain('install Node 22.18 or newer');
    await rm(space.path('venus-suite-darwin-arm64'), { recursive: true });
  });
});

describe('bundle', () => {
  it.each([
    [['--target', 'nobody'], 2, 'No target is named “nobody”'],
    [['--target', 'hvf-arm64-16k', 'host'], 2, 'Make a bundle of each'],
    [['--out', 'suite.zip'], 2, 'ends neither in .tar.gz nor in .tar.xz'],
    [['--out', '/no/such/folder/suite.tar.gz'], 3, '/no/such/folder: there is no such folder'],
    [['--split', '0'], 2, '--split 0'],
    [['--level', 'best'], 2, '--level best'],
  ])('%j: exit %i, %s', async (args, status, text) => {
    await using space = await Workspace.create();
    const { exitCode, stderr } = await space.run(['bundle', ...args]);
    expect(stderr).toContain(text);
    expect(exitCode).toBe(status);
  });

  it('says so where the disk is full, and leaves nothing', async () => {
    await using space = await Workspace.create();
    const disk = ['--dev-bind', '/', '/', '--size', String(1 << 20), '--tmpfs', '/mnt', '--die-with-parent'];
    const node = [
      process.execPath,
      bin,
      'bundle',
      '--target',
      'hvf-arm64-16k',
      '--level',
      '1',
      '--out',
      '/mnt/a.tar.gz',
    ];
    const program = [...disk, '--', '/bin/sh', '-c', '"$@"; echo "status $?"; ls -A /mnt', 'sh', ...node];
    const { stdout, stderr } = await execa('bwrap', program, { cwd: space.dir, stdin: 'ignore' });
    expect(stderr).toContain('/mnt/a.tar.gz cannot be written: no space is left');
    expect(stdout).toBe('status 3');
  });

  it('does not write over a file, nor over a part of one', async () => {
    await using space = await Workspace.create();
    await writeFile(space.path('a.tar.gz.000'), 'mine');
    const { exitCode, stderr } = await space.run(['bundle', '--out', space.path('a.tar.gz')]);
    expect(stderr).toContain('a.tar.gz.000 is there already');
    expect(exitCode).toBe(2);
    expect(await readFile(space.path('a.tar.gz.000'), 'utf8')).toBe('mine');
  });
});
