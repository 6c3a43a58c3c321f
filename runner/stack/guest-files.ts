import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { InfraError } from '../base/errors.ts';
import { type CpioEntry, entriesOfFolder } from './cpio.ts';
import { elfDependencies } from './elf.ts';
import type { GuestRecipe } from './recipe.ts';

/** Folders that became links to usr/ in Debian; the links are made anew since no maintainer script ran. */
const MERGED = ['bin', 'sbin', 'lib', 'lib64'];

/**
 * The guest's user space as archive entries: the recipe's programs and libraries with all that they need, its data, and
 * the few files that a root file system must have.
 * @param tree The extracted packages.
 * @throws InfraError that names the path which the packages do not hold.
 */
export function userSpace(recipe: GuestRecipe, tree: string, init: string): CpioEntry[] {
  const files = new TreeFiles(tree, recipe);
  for (const { path } of [...recipe.programs, ...recipe.runtimeLibraries]) files.addProgram(path);
  for (const { path } of recipe.data) files.addData(path);
  return [...files.entries(), ...skeleton(recipe, init)];
}

class TreeFiles {
  private readonly tree: string;
  private readonly recipe: GuestRecipe;
  private readonly found = new Map<string, CpioEntry>();

  constructor(tree: string, recipe: GuestRecipe) {
    this.tree = tree;
    this.recipe = recipe;
  }

  entries(): CpioEntry[] {
    return [...this.found.values()];
  }

  /** Adds a program or library, the links that lead to it, its interpreter and the libraries it needs. */
  addProgram(path: string): void {
    if (this.found.has(path)) return;
    const real = this.addLinks(path);
    if (real !== path && this.found.has(real)) return;
    const data = readFileSync(join(this.tree, real));
    this.found.set(real, { kind: 'file', path: real, mode: 0o755, data });
    const dependencies = elfDependencies(data);
    if (dependencies === null) return;
    if (dependencies.interpreter !== null) this.addProgram(unmerged(dependencies.interpreter));
    for (const name of dependencies.needed) this.addProgram(`usr/lib/${this.recipe.gnuArch}/${name}`);
  }

  addData(path: string): void {
    const real = this.addLinks(path);
    const source = join(this.tree, real);
    if (!lstatSync(source).isDirectory()) {
      this.found.set(real, { kind: 'file', path: real, mode: 0o644, data: readFileSync(source) });
    } else if (real === path) {
      for (const entry of entriesOfFolder(source, real)) this.found.set(entry.path, entry);
    }
  }

  /** Follows symbolic links inside the tree, adding each, and returns the path of what they lead to. */
  private addLinks(path: string): string {
    const source = join(this.tree, path);
    const stat = lstatSync(source, { throwIfNoEntry: false });
    if (stat === undefined) {
      throw new InfraError(`the packages of ${this.recipe.release} ${this.recipe.arch} hold no ${path}`, {
        hint: `A newer release may have moved it: mend the recipe in vmimages/recipes.`,
      });
    }
    if (!stat.isSymbolicLink()) return path;
    const target = readlinkSync(source);
    this.found.set(path, { kind: 'symlink', path, target });
    return this.addLinks(target.startsWith('/') ? unmerged(target) : normalize(join(dirname(path), target)));
  }
}

/** A path of the running guest as the path of the file in the packages' tree. */
function unmerged(path: string): string {
  const bare = path.replace(/^\/+/, '');
  const top = bare.split('/')[0] ?? '';
  return MERGED.includes(top) ? `usr/${bare}` : bare;
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
