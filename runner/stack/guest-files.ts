import { type CpioEntry, toCpioEntry } from './cpio.ts';
import type { GuestRecipe } from './recipe.ts';
import { MERGED, TreeFiles } from './tree-files.ts';

/**
 * The guest's user space as archive entries: the recipe's programs and libraries with all that they need, its data, and
 * the few files that a root file system must have.
 * @param tree The extracted packages.
 * @throws InfraError that names the path which the packages do not hold.
 */
export function userSpace(recipe: GuestRecipe, tree: string, init: string): CpioEntry[] {
  const files = new TreeFiles(tree, recipe.gnuArch, `${recipe.release} ${recipe.arch}`);
  for (const { path } of [...recipe.programs, ...recipe.runtimeLibraries]) files.addProgram(path);
  for (const { path } of recipe.data) files.addData(path);
  return [...files.members().map(toCpioEntry), ...skeleton(recipe, init)];
}

/** Only x86-64's ABI names its program interpreter in lib64. */
function mergedFolders({ arch }: GuestRecipe): string[] {
  return MERGED.filter((name) => name !== 'lib64' || arch === 'x86_64');
}

function skeleton(recipe: GuestRecipe, init: string): CpioEntry[] {
  const text = (path: string, content: string, mode = 0o644): CpioEntry => ({
    kind: 'file',
    path,
    mode,
    data: Buffer.from(content),
  });
  const folder = (path: string, mode = 0o755): CpioEntry => ({ kind: 'dir', path, mode });
  return [
    ...mergedFolders(recipe).map((name): CpioEntry => ({ kind: 'symlink', path: name, target: `usr/${name}` })),
    { kind: 'symlink', path: 'usr/bin/sh', target: 'busybox' },
    ...['mount', 'mkdir', 'ln', 'insmod'].map(
      (name): CpioEntry => ({ kind: 'symlink', path: `usr/bin/${name}`, target: 'busybox' }),
    ),
    ...['proc', 'sys', 'dev', 'run', 'etc', 'usr/sbin', 'var/log', 'var/lib/xkb', 'mnt'].map((path) => folder(path)),
    folder('tmp', 0o1777),
    folder('root', 0o700),
    folder('root/.ssh', 0o700),
    text('init', init, 0o755),
    text('etc/passwd', 'root:*:0:0:root:/root:/bin/sh\n'),
    text('etc/group', 'root:x:0:\ntty:x:5:\nvideo:x:44:\nrender:x:105:\n'),
    text('etc/shells', '/bin/sh\n'),
    text('etc/hosts', '127.0.0.1 localhost\n10.0.2.15 venus-guest\n'),
  ];
}
