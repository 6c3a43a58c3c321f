import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { guestForkyAmd64, guestForkyArm64 } from '../../vmimages/recipes/guest-forky.ts';
import { guestTrixieAmd64, guestTrixieArm64 } from '../../vmimages/recipes/guest-trixie.ts';
import { InfraError } from '../base/errors.ts';
import { packageRoot } from '../base/paths.ts';
import type { BuiltImage, GuestArch } from '../plan/target.ts';
import { type Build, type Entry, ensureEntry, findEntry } from './cache.ts';
import { makeDebianTree, TREE_PHASES } from './debian-tree.ts';
import { userSpace } from './guest-files.ts';
import { writeInitrd } from './initrd.ts';
import { kernelModules } from './kernel-modules.ts';
import { requirePrograms } from './prerequisites.ts';
import { Phases, type Progress } from './progress.ts';
import type { GuestRecipe } from './recipe.ts';
import { keepSysroot, type Sysroot, sysrootOf } from './sysroot.ts';

/** Raise it when the code that makes an image changes what is in it. */
const FORMAT = 1;
const GIB = 1024 ** 3;
const INIT = join(packageRoot, 'vmimages/init/init');

export interface GuestImage {
  kernel: string;
  /** Compressed, its size a multiple of 4 bytes: an uncompressed archive may be appended (see writeCpio). */
  initrd: string;
  /** `name version`, sorted. */
  packages: readonly string[];
  key: string;
  release: BuiltImage['release'];
  arch: GuestArch;
  /** What probes for this guest are compiled against. */
  sysroot: Sysroot;
}

/** The newest release of an architecture comes first: probes are compiled against its headers. */
const recipes: readonly GuestRecipe[] = [guestForkyArm64, guestForkyAmd64, guestTrixieArm64, guestTrixieAmd64];

/**
 * The guest image, built where it is not there yet. All kernels of a release and architecture are built together, so
 * that a difference between them is never one of packages.
 * @throws InfraError that says what is missing and the command that mends it.
 */
export async function ensureGuestImage(image: BuiltImage, progress: Progress): Promise<GuestImage> {
  const recipe = guestRecipe(image);
  const entry = await ensureEntry(guestBuild(recipe, image, progress), progress);
  return guestImage(recipe, image, entry);
}

/** Whether it was built already. */
export function hasGuestImage(image: BuiltImage): boolean {
  const { name, inputs } = guestEntry(image);
  return findEntry(name, inputs) !== null;
}

/** The name and the inputs of the cache entry that today's recipe for this image stands for. */
export function guestEntry(image: BuiltImage): { name: string; inputs: unknown } {
  const { sizes: _, ...recipe } = guestRecipe(image);
  return {
    name: `guest-${recipe.release}-${recipe.arch}`,
    inputs: { format: FORMAT, recipe, init: readFileSync(INIT, 'utf8') },
  };
}

/** The newest release's image for an architecture: probes are compiled against its headers. */
export function imageForProbes(arch: GuestArch): BuiltImage {
  const recipe = recipes.find((candidate) => candidate.arch === arch);
  const kernel = recipe?.kernels[0]?.kernel;
  if (recipe && kernel) return { kind: 'built', release: recipe.release, kernel };
  throw new InfraError(`there is no guest image for ${arch}, so probes cannot be compiled for it`);
}

function guestRecipe(image: BuiltImage): GuestRecipe {
  const recipe = recipes.find(
    ({ release, kernels }) => release === image.release && kernels.some(({ kernel }) => kernel === image.kernel),
  );
  if (recipe) return recipe;
  const known = recipes.flatMap(({ release, kernels }) => kernels.map(({ kernel }) => `${release} ${kernel}`));
  throw new InfraError(`there is no recipe for a guest of ${image.release} with kernel ${image.kernel}`, {
    hint: `There are: ${known.join(', ')}.`,
  });
}

function guestImage(recipe: GuestRecipe, image: BuiltImage, { folder, manifest }: Entry): GuestImage {
  return {
    kernel: join(folder, `kernel-${image.kernel}`),
    initrd: join(folder, `initrd-${image.kernel}`),
    packages: manifest.packages,
    key: manifest.key,
    release: recipe.release,
    arch: recipe.arch,
    sysroot: sysrootOf(folder),
  };
}

function guestBuild(recipe: GuestRecipe, image: BuiltImage, progress: Progress): Build {
  const { name, inputs } = guestEntry(image);
  const { download, building, after } = recipe.sizes;
  return {
    name,
    inputs,
    needs: { cache: 1.5 * GIB, temporary: 1.5 * GIB },
    announcement: `Building the guest image ${name}: kernels, Mesa and tools of Debian ${recipe.release} (${download} to download, ${building} on disk while building, ${after} after, about 1 min) …`,
    make: async (folder, log) => {
      requirePrograms(['zstd', 'xz']);
      const phases = new Phases(name, TREE_PHASES.extract + 1, progress);
      let succeeded = false;
      try {
        const packages = await makeImage(recipe, folder, log, phases);
        succeeded = true;
        return packages;
      } finally {
        phases.end(succeeded);
      }
    },
  };
}

async function makeImage(recipe: GuestRecipe, folder: string, log: string, phases: Phases): Promise<string[]> {
  const tree = join(folder, 'tree');
  const packages = await makeDebianTree(
    {
      release: recipe.release,
      arch: recipe.debianArch,
      variant: 'extract',
      packages: [...recipe.packages, ...recipe.kernels.map((kernel) => kernel.package)],
      folder: tree,
      temporary: join(folder, 'tmp'),
      log,
    },
    phases,
  );
  phases.next('packing the image');
  const user = userSpace(recipe, tree, readFileSync(INIT, 'utf8'));
  for (const { kernel, versionSuffix } of recipe.kernels) {
    const kernelFolder = findKernelFolder(tree, versionSuffix);
    const modules = await kernelModules(recipe.modules, kernelFolder);
    await writeInitrd([...user, ...modules], join(folder, `initrd-${kernel}`));
    copyFileSync(findKernel(tree, kernelFolder), join(folder, `kernel-${kernel}`));
  }
  keepSysroot(tree, recipe.gnuArch, folder);
  rmSync(tree, { recursive: true });
  rmSync(join(folder, 'tmp'), { recursive: true, force: true });
  return packages;
}

/** Beside its modules in newer releases, in boot/ in older ones. */
function findKernel(tree: string, kernelFolder: string): string {
  const places = [join(kernelFolder, 'vmlinuz'), join(tree, `boot/vmlinuz-${basename(kernelFolder)}`)];
  const found = places.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new InfraError(`the packages hold modules but no kernel: neither ${places.join(' nor ')}`);
}

/** usr/lib/modules/VERSION of the kernel whose version ends so. */
function findKernelFolder(tree: string, versionSuffix: string): string {
  const modules = join(tree, 'usr/lib/modules');
  const versions = readdirSync(modules).filter((version) => version.endsWith(versionSuffix));
  const [version] = versions;
  if (version !== undefined && versions.length === 1) return join(modules, version);
  throw new InfraError(`the packages hold ${versions.length} kernels whose version ends in ${versionSuffix}, not one`);
}
