import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { elfDependencies } from '../elf.ts';
import type { SharedFolder } from '../sandbox.ts';
import type { FoundDriver, FoundLibrary } from './find-drivers.ts';

/** Where the stack's programs see what is the machine's. */
export const INSIDE = '/run/host-driver';

/** The libraries of a host stack that is not the machine's own. */
export interface StackLibraries {
  /** Folders of this machine in which the stack's libraries lie. */
  folders: readonly string[];
  /** Whether its programs see a root of their own, so that the machine's files must be shown to them. */
  ownRoot: boolean;
}

/** What goes where, so that a driver of the machine can be loaded among a stack's own libraries. */
export interface Placing {
  shared: SharedFolder[];
  /** Links by a library's name; `target` as the stack's programs see it. */
  links: { name: string; target: string }[];
  /** The Vulkan driver's, then its EGL's where there is one. */
  manifests: { name: string; text: string }[];
}

/**
 * Links to each library beside the driver's, and to what the driver needs besides, if the stack itself does not have it. A
 * library that both have is the stack's: the machine's C library would not go with the stack's programs.
 * Looks at the files, writes nothing.
 * @param linker folders in which the machine's dynamic linker looks.
 */
export function planPlacing(driver: FoundDriver, stack: StackLibraries, linker: readonly string[]): Placing {
  const found = [driver, ...(driver.egl ? [driver.egl] : [])];
  const has = new Set(stack.folders.flatMap(librariesIn));
  const files = new Map<string, string>();
  for (const folder of new Set(found.flatMap(({ library }) => [dirname(realpathSync(library)), dirname(library)]))) {
    for (const name of librariesIn(folder)) if (!files.has(name)) addFile(files, name, join(folder, name));
  }
  for (const { library } of found) addNeeded(files, library, has, linker);
  const sources = [
    ...new Set([...found.map(({ library }) => realpathSync(library)), ...files.values()].map((file) => dirname(file))),
  ];
  const at = (folder: string): string => (stack.ownRoot ? join(INSIDE, String(sources.indexOf(folder))) : folder);
  const seen = (file: string): string => join(at(dirname(file)), basename(file));
  return {
    shared: stack.ownRoot ? sources.map((path) => ({ path, writable: false, at: at(path) })) : [],
    links: [...files]
      .filter(([name]) => !has.has(name))
      .map(([name, file]) => ({ name, target: seen(file) }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    manifests: found.map((one, index) => ({
      name: index === 0 ? basename(one.manifest) : `egl-${basename(one.manifest)}`,
      text: manifestFor(one, seen(realpathSync(one.library))),
    })),
  };
}

/** The file behind a link: the link's own way may lead through places that the stack's programs do not see. */
function addFile(files: Map<string, string>, name: string, path: string): void {
  if (existsSync(path)) files.set(name, realpathSync(path));
}

/** What a library needs, and so on, as far as neither the stack nor the driver's folders have it. */
function addNeeded(
  files: Map<string, string>,
  library: string,
  has: ReadonlySet<string>,
  linker: readonly string[],
): void {
  const waiting = [library];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const name of elfDependencies(readFileSync(file))?.needed ?? []) {
      if (has.has(name) || files.has(name)) continue;
      const folder = linker.find((candidate) => existsSync(join(candidate, name)));
      if (folder === undefined) continue;
      addFile(files, name, join(folder, name));
      waiting.push(join(folder, name));
    }
  }
}

function manifestFor({ manifest }: FoundLibrary, library: string): string {
  const value = JSON.parse(readFileSync(manifest, 'utf8')) as { ICD: object };
  return `${JSON.stringify({ ...value, ICD: { ...value.ICD, library_path: library } }, null, 2)}\n`;
}

function librariesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => /\.so(\.|$)/.test(name)) : [];
}
