import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { packedHost } from '../../vmimages/recipes/packed-host.ts';
import type { GuestArch } from '../plan/target.ts';
import { hostDebianArch } from '../stack/debian-arch.ts';
import { elfDependencies } from '../stack/elf.ts';
import { hostEntry, hostRecipe } from '../stack/host-stack.ts';
import { type LauncherSettings, launcherMembers } from '../stack/launcher.ts';
import type { Member } from '../stack/member.ts';
import { RUN_IN_STACK } from '../stack/packed-stack.ts';
import type { HostRecipe } from '../stack/recipe.ts';
import { TreeFiles } from '../stack/tree-files.ts';
import { partFolder, partManifest, requireEntry } from './part-members.ts';

export interface HostPartsRequest {
  release: HostRecipe['release'];
  guests: readonly GuestArch[];
  lavapipe: boolean;
  /** Files of other origin that shall run with the tree's libraries. */
  also: readonly Member[];
  /** The static program of host-programs/launch.c. */
  launcher: string;
}

export interface HostParts {
  members: Member[];
  /** With which a launcher elsewhere in the bundle starts a program. */
  runtime: Pick<LauncherSettings, 'loader' | 'libraries'>;
}

/** What a bundle takes of a host stack's tree, with what starts its programs. Paths below the bundle's folder. */
export function hostParts({ release, guests, lavapipe, also, launcher }: HostPartsRequest): HostParts {
  const recipe = hostRecipe(release);
  const { gnu } = hostDebianArch();
  const entry = requireEntry(hostEntry(release));
  const files = new TreeFiles(join(entry.folder, 'root'), gnu, `${release} ${gnu}`);
  const { programs, data } = packedHost({ release, gnuArch: gnu, guests, lavapipe });
  for (const { path } of programs) files.addProgram(path);
  for (const { path } of data) files.addData(path);
  for (const name of foreignLibraries(also)) files.addLibrary(name);

  const folder = partFolder(entry);
  const root = `${folder}/root`;
  const taken = files.members().map((member) => ({ ...member, path: `${root}/${member.path}` }));
  const runtime = { loader: `${root}/usr/bin/ld.so`, libraries: libraryFolders(taken, `${root}/usr/lib/${gnu}`) };
  const server = `${root}${recipe.paths.renderServer}`;
  const withoutServer = taken.map((member) =>
    member.path === server ? { ...member, path: `${server}.program` } : member,
  );
  return {
    members: [
      ...withoutServer,
      partManifest(entry),
      loaderBesideQemu(taken, runtime.loader),
      { kind: 'symlink', path: `${root}/usr/bin/qemu-bundle`, target: '../..' },
      ...launcherMembers(launcher, `${folder}/${RUN_IN_STACK}`, { ...runtime, start: { programs: `${root}/usr/bin` } }),
      // virglrenderer starts it by its path alone.
      ...(guests.length === 0
        ? []
        : launcherMembers(launcher, server, { ...runtime, start: { program: `${server}.program` } })),
    ],
    runtime,
  };
}

/**
 * A copy of the dynamic loader where QEMU lies. QEMU looks for its modules and its firmware under `qemu-bundle` in the
 * folder of the program that its process runs, which is the loader, before it looks in /usr.
 */
function loaderBesideQemu(taken: readonly Member[], path: string): Member {
  const loader = taken.find(
    (member) => member.kind === 'file' && /^ld-linux[^/]*\.so\.\d+$/.test(basename(member.path)),
  );
  if (!loader) throw new Error('no program of the host stack names a dynamic loader');
  return { ...loader, path };
}

/** Folders that hold libraries of the tree: the usual one first, then those that some library names for its own. */
function libraryFolders(taken: readonly Member[], usual: string): string[] {
  const folders = taken
    .filter(({ path }) => /\.so(\.\d+)*$/.test(path) && path.startsWith(`${usual}/`))
    .map(({ path }) => dirname(path))
    .filter((folder) => folder !== usual && basename(folder) !== 'qemu');
  return [usual, ...new Set(folders)].toSorted((a, b) => a.length - b.length);
}

/** What programs and libraries ask for by name and do not hold among themselves. */
function foreignLibraries(members: readonly Member[]): Set<string> {
  const own = new Set(members.map(({ path }) => basename(path)));
  const needed = members.flatMap((member) => {
    if (member.kind !== 'file' || typeof member.content !== 'string') return [];
    return elfDependencies(readFileSync(member.content))?.needed ?? [];
  });
  return new Set(needed.filter((name) => !own.has(name)));
}
