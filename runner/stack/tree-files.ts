import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { InfraError } from '../base/errors.ts';
import { elfDependencies } from './elf.ts';
import { type Member, membersOfFolder } from './member.ts';

/** Folders that became links to usr/ in Debian. */
export const MERGED = ['bin', 'sbin', 'lib', 'lib64'];

/** Gathers files of a Debian tree with all that they need. Paths have no leading slash. */
export class TreeFiles {
  readonly #tree: string;
  readonly #libraries: string;
  readonly #origin: string;
  readonly #found = new Map<string, Member>();

  /**
   * @param gnuArch GNU's name of the architecture as Debian writes it in usr/lib.
   * @param origin What the packages are called in an error: `forky arm64`.
   */
  constructor(tree: string, gnuArch: string, origin: string) {
    this.#tree = tree;
    this.#libraries = `usr/lib/${gnuArch}`;
    this.#origin = origin;
  }

  members(): Member[] {
    return [...this.#found.values()];
  }

  /**
   * Adds a program or library, the links that lead to it, its interpreter and the libraries it needs.
   * @throws InfraError that names the path which the packages do not hold.
   */
  addProgram(path: string): void {
    if (this.#found.has(path)) return;
    const real = this.#addLinks(path);
    if (real !== path && this.#found.has(real)) return;
    const source = join(this.#tree, real);
    this.#found.set(real, { kind: 'file', path: real, mode: 0o755, content: source });
    const dependencies = elfDependencies(readFileSync(source));
    if (dependencies === null) return;
    if (dependencies.interpreter !== null) this.addProgram(unmerged(dependencies.interpreter));
    for (const name of dependencies.needed) this.addLibrary(name, dependencies.runPath);
  }

  /** Adds what a program means that asks the loader for a library by name. @param runPath folders of its own. */
  addLibrary(name: string, runPath: readonly string[] = []): void {
    const own = runPath.filter((folder) => folder.startsWith('/')).map((folder) => `${unmerged(folder)}/${name}`);
    const inOwn = own.find((path) => lstatSync(join(this.#tree, path), { throwIfNoEntry: false }));
    this.addProgram(inOwn ?? `${this.#libraries}/${name}`);
  }

  /** Adds a file or a folder as it is, with the links that lead to it. @throws InfraError as `addProgram` does. */
  addData(path: string): void {
    const real = this.#addLinks(path);
    const source = join(this.#tree, real);
    if (!lstatSync(source).isDirectory()) {
      this.#found.set(real, { kind: 'file', path: real, mode: 0o644, content: source });
    } else if (real === path) {
      for (const member of membersOfFolder(source, real)) this.#found.set(member.path, member);
    }
  }

  /** Follows symbolic links inside the tree, adding each, and returns the path of what they lead to. */
  #addLinks(path: string): string {
    const source = join(this.#tree, path);
    const stat = lstatSync(source, { throwIfNoEntry: false });
    if (stat === undefined) {
      throw new InfraError(`the packages of ${this.#origin} hold no ${path}`, {
        hint: 'A newer release may have moved it: mend the recipe in vmimages/recipes.',
      });
    }
    if (!stat.isSymbolicLink()) return path;
    const target = readlinkSync(source);
    this.#found.set(path, { kind: 'symlink', path, target });
    return this.#addLinks(target.startsWith('/') ? unmerged(target) : normalize(join(dirname(path), target)));
  }
}

/** A path of the running system as the path of the file in the packages' tree. */
function unmerged(path: string): string {
  const bare = path.replace(/^\/+/, '');
  const top = bare.split('/')[0] ?? '';
  return MERGED.includes(top) ? `usr/${bare}` : bare;
}
