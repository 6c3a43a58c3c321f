import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { hostForky } from '../../vmimages/recipes/host-forky.ts';
import { hostTrixie } from '../../vmimages/recipes/host-trixie.ts';
import { InfraError } from '../base/errors.ts';
import { type Build, type Entry, ensureEntry, findEntry, isPacked } from './cache.ts';
import { hostDebianArch } from './debian-arch.ts';
import { makeDebianTree, TREE_PHASES } from './debian-tree.ts';
import type { ChosenDriver } from './host-driver/choose-driver.ts';
import type { StackLibraries } from './host-driver/plan-placing.ts';
import { hasLavapipe, packedCommand, packedEnv } from './packed-stack.ts';
import { requirePrograms } from './prerequisites.ts';
import { Phases, type Progress } from './progress.ts';
import type { HostRecipe } from './recipe.ts';
import { type CommandOptions, sandboxCommand } from './sandbox.ts';
import { keepSysroot, type Sysroot, sysrootOf } from './sysroot.ts';
import { systemHostStack } from './system-stack.ts';

/** Raise it when the code that makes a tree changes what is in it. */
const FORMAT = 1;
const GIB = 1024 ** 3;

/** QEMU, virglrenderer and the host's Vulkan driver, and how to run a program among them. */
export interface HostStack {
  kind: 'forky' | 'trixie' | 'system';
  /** The content key of the tree; null for the machine itself. */
  key: string | null;
  /** The root of the tree; null for the machine itself. */
  root: string | null;
  /** `name version`, sorted. */
  packages: readonly string[];
  /** What QEMU needs for its display and to find the host driver. A target's hostEnv goes over it. */
  env: Readonly<Record<string, string>>;
  /** As the programs of the stack see it; null leaves it to virglrenderer. */
  renderServer: string | null;
  /** The Vulkan driver's manifest as the programs of the stack see it; null leaves it to the loader. */
  vulkanDriver: string | null;
  /** The driver of the machine that was chosen in the place of the stack's own; null where none was asked for. */
  driver: ChosenDriver | null;
  /** Where the stack's own libraries lie; null where they are the machine's. */
  libraries: StackLibraries | null;
  /** What probes for the host itself are compiled against; null where the machine's own must do. */
  sysroot: Sysroot | null;
  /** The whole argv, environment included, that runs a program in the stack. `env` of the stack is always part of it. */
  command(program: readonly string[], options?: CommandOptions): string[];
}

const recipes: readonly HostRecipe[] = [hostForky, hostTrixie];

/**
 * Finds the host stack, building it where it is a tree that is not there yet.
 * @throws InfraError that says what is missing and the command that mends it.
 */
export async function ensureHostStack(
  kind: 'forky' | 'trixie' | 'system',
  progress: Progress,
  options: { qemu?: string } = {},
): Promise<HostStack> {
  return kind === 'system' ? systemHostStack(options) : ensureTreeStack(kind, progress);
}

/** The stack of a release where it is built already; null where it is not, or is the machine itself. */
export function findHostStack(kind: HostStack['kind']): HostStack | null {
  if (kind === 'system') return null;
  const { name, inputs } = hostEntry(kind);
  const entry = findEntry(name, inputs);
  return entry && stackOf(hostRecipe(kind), entry);
}

/** A host stack that is a tree, and so holds headers of its own. */
export interface TreeStack extends HostStack {
  key: string;
  root: string;
  sysroot: Sysroot;
}

/** `ensureHostStack` for a release. */
export async function ensureTreeStack(release: HostRecipe['release'], progress: Progress): Promise<TreeStack> {
  const recipe = hostRecipe(release);
  const { name, inputs } = hostEntry(release);
  const found = findEntry(name, inputs);
  if (found && isPacked(found)) return packedStack(recipe, found);
  requirePrograms(['bwrap']);
  return treeStack(recipe, await ensureEntry(hostBuild(recipe, progress), progress));
}

/** The name and the inputs of the cache entry that today's recipe stands for. */
export function hostEntry(release: HostRecipe['release']): { name: string; inputs: unknown } {
  const recipe = hostRecipe(release);
  const arch = hostDebianArch();
  return { name: `host-${recipe.release}-${arch.debian}`, inputs: { format: FORMAT, recipe, arch } };
}

export function hostRecipe(release: 'forky' | 'trixie'): HostRecipe {
  const recipe = recipes.find((candidate) => candidate.release === release);
  if (recipe) return recipe;
  throw new InfraError(`there is no recipe for a host stack of ${release}`, {
    hint: `There are: ${recipes.map((candidate) => candidate.release).join(', ')}, and 'system'.`,
  });
}

function stackOf(recipe: HostRecipe, entry: Entry): TreeStack {
  return isPacked(entry) ? packedStack(recipe, entry) : treeStack(recipe, entry);
}

function librariesOf(root: string, ownRoot: boolean): StackLibraries {
  return { folders: [join(root, 'usr/lib', hostDebianArch().gnu), join(root, 'usr/lib')], ownRoot };
}

function treeStack(recipe: HostRecipe, { folder, manifest }: Entry): TreeStack {
  const root = join(folder, 'root');
  const env = {
    // SDL's own driver without a window system: it needs neither a render node nor an X server.
    SDL_VIDEODRIVER: 'offscreen',
    LIBGL_ALWAYS_SOFTWARE: '1',
    // Alone, so that another driver of the tree cannot stand in for it unseen.
    VK_DRIVER_FILES: recipe.paths.vulkanDriver,
  };
  return {
    kind: recipe.release,
    key: manifest.key,
    root,
    packages: manifest.packages,
    env,
    renderServer: recipe.paths.renderServer,
    vulkanDriver: recipe.paths.vulkanDriver,
    driver: null,
    libraries: librariesOf(root, true),
    sysroot: sysrootOf(folder),
    command: (program, options = {}) => sandboxCommand(root, program, { ...options, env: { ...env, ...options.env } }),
  };
}

/** A tree of which a bundle holds what is used. */
function packedStack(recipe: HostRecipe, { folder, manifest }: Entry): TreeStack {
  const root = join(folder, 'root');
  const lavapipe = hasLavapipe(root, recipe.paths);
  const env = packedEnv({ root, paths: recipe.paths, lavapipe });
  return {
    kind: recipe.release,
    key: manifest.key,
    root,
    packages: manifest.packages,
    env,
    renderServer: join(root, recipe.paths.renderServer),
    vulkanDriver: lavapipe ? join(root, recipe.paths.vulkanDriver) : null,
    driver: null,
    libraries: librariesOf(root, false),
    sysroot: sysrootOf(folder),
    command: (program, options = {}) => packedCommand(folder, program, { ...env, ...options.env }),
  };
}

function hostBuild(recipe: HostRecipe, progress: Progress): Build {
  const arch = hostDebianArch();
  const { name, inputs } = hostEntry(recipe.release);
  return {
    name,
    inputs,
    needs: { cache: 1.3 * GIB, temporary: 1.3 * GIB },
    announcement: `Building the host stack ${name}: QEMU, virglrenderer and lavapipe of Debian ${recipe.release} (300 MB to download, 1 GB on disk, about 1 min) …`,
    make: async (folder, log) => {
      const phases = new Phases(name, TREE_PHASES.apt, progress);
      let succeeded = false;
      try {
        const tree = join(folder, 'root');
        const packages = await makeDebianTree(
          {
            release: recipe.release,
            arch: arch.debian,
            variant: 'apt',
            packages: recipe.packages.map((entry) => entry.name),
            folder: tree,
            temporary: join(folder, 'tmp'),
            log,
          },
          phases,
        );
        rmSync(join(folder, 'tmp'), { recursive: true, force: true });
        keepSysroot(tree, arch.gnu, folder);
        succeeded = true;
        return packages;
      } finally {
        phases.end(succeeded);
      }
    },
  };
}
