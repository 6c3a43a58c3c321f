import type { BuiltImage, GuestArch } from '../plan/target.ts';

/** Something that lands in the guest although no other file there names it, and why. */
export interface Reasoned {
  /** A path in the tree without a leading slash; a folder stands for all that it holds. */
  path: string;
  why: string;
}

/** What a build costs, told to the person before it begins: `350 MB`. No input: it changes nothing of the result. */
export interface Sizes {
  download: string;
  /** On disk while building. */
  building: string;
  /** On disk afterwards. */
  after: string;
}

/** What a guest image is made of. A release or an architecture more is one more of these. */
export interface GuestRecipe {
  release: BuiltImage['release'];
  arch: GuestArch;
  /** Debian's name of the architecture. */
  debianArch: 'arm64' | 'amd64';
  /** GNU's name of the architecture as Debian writes it in usr/lib. */
  gnuArch: 'aarch64-linux-gnu' | 'x86_64-linux-gnu';
  /** Each kernel: its package, and how its folder in usr/lib/modules ends. */
  kernels: readonly { kernel: BuiltImage['kernel']; package: string; versionSuffix: string }[];
  packages: readonly string[];
  /** Programs; the libraries that they need are followed. */
  programs: readonly Reasoned[];
  /** Loaded at run time by name, so that following NEEDED does not find them; what they need is followed. */
  runtimeLibraries: readonly Reasoned[];
  /** Files and folders copied as they are. */
  data: readonly Reasoned[];
  /** Kernel modules with their dependencies, in the two steps of vmimages/init/init. A kernel may have one built in. */
  modules: { network: readonly string[]; gpu: readonly string[] };
  sizes: Sizes;
}

/** What a host stack is made of. */
export interface HostRecipe {
  release: 'forky' | 'trixie';
  packages: readonly { name: string; why: string }[];
  /** Where things lie in the tree, with a leading slash. */
  paths: { renderServer: string; vulkanDriver: string };
}
