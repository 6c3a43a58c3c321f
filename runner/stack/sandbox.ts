import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of the machine that the program sees, under the same path unless `at` says another. */
export interface SharedFolder {
  path: string;
  writable: boolean;
  /** In /run or /tmp, or a place that is neither the tree's nor the sandbox's own. */
  at?: string;
}

export interface CommandOptions {
  folders?: readonly SharedFolder[];
  /** The program's whole environment, added to the stack's own. */
  env?: Readonly<Record<string, string>>;
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * The argv that runs a program with a tree as its root, under bubblewrap. The tree stays read-only, so that it can be
 * shared; /tmp is private; devices, /sys and the network are the machine's. It dies with the process that starts it.
 * @param root Whether this process is root, which needs no user namespace.
 */
export function sandboxCommand(
  tree: string,
  program: readonly string[],
  { folders = [], env = {} }: CommandOptions,
  root = process.getuid?.() === 0,
): string[] {
  const variables = { PATH, HOME: '/tmp', ...env };
  return [
    'bwrap',
    ...topLevel(tree),
    // QEMU keeps what a snapshot=on disk is written in /var/tmp, whatever TMPDIR says.
    ...['--tmpfs', '/tmp', '--tmpfs', '/var/tmp', '--tmpfs', '/run', '--dev-bind', '/dev', '/dev', '--proc', '/proc'],
    ...['--ro-bind-try', '/sys', '/sys'],
    ...folders.flatMap(({ path, writable, at = path }) => [writable ? '--bind' : '--ro-bind', path, at]),
    ...['--unshare-pid', '--die-with-parent', ...(root ? [] : ['--unshare-user'])],
    ...['--clearenv', ...Object.entries(variables).flatMap(([name, value]) => ['--setenv', name, value])],
    '--',
    ...program,
  ];
}

/**
 * What a program needs of the tree, each part by itself: the rest of the root stays an empty place of the sandbox's own,
 * where mount points for shared folders can be made without writing to the tree.
 */
function topLevel(tree: string): string[] {
  const links = readdirSync(tree).flatMap((name) => {
    const path = join(tree, name);
    return lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), `/${name}`] : [];
  });
  return [...links, ...['usr', 'etc'].flatMap((name) => ['--ro-bind', join(tree, name), `/${name}`])];
}
