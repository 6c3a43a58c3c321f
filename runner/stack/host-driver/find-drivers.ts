import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { messageOf } from '../../base/errors.ts';
import { deviceNodesOf, missingNode } from './device-nodes.ts';
import {
  type DriverManifest,
  DriverProblem,
  isSoftware,
  librariesOf,
  parseDriverManifest,
  vendorOf,
} from './driver-manifest.ts';
import { eglSearch, icdSearch, type SearchPlace } from './icd-folders.ts';
import { linkerFolders } from './linker-folders.ts';

/** A manifest and the library that it names, both as they lie on this machine. */
export interface FoundLibrary {
  manifest: string;
  /** The path by which it was found; a symbolic link is not resolved. */
  library: string;
}

/** A Vulkan driver of the machine that could stand under the guest. */
export interface FoundDriver extends FoundLibrary {
  /** `nvidia`, `radeon`, `lvp`. */
  vendor: string;
  software: boolean;
  /** What the library's own file name tells: `580.159.04` of `libGLX_nvidia.so.580.159.04`; else null. */
  version: string | null;
  /** The same vendor's EGL; null where there is none. */
  egl: FoundLibrary | null;
  /** Device nodes of the vendor's GPUs. */
  nodes: string[];
}

/** One manifest that was looked at: a driver that may work, or why it cannot. */
export type LookedAt = { manifest: string; driver: FoundDriver } | { manifest: string; problem: string };

/** This machine, as a search sees it. */
export interface Machine extends SearchPlace {
  /** GNU's name of the architecture as Debian writes it in lib/; empty where there is no such folder. */
  gnu: string;
  /** Names below /dev. */
  devices: readonly string[];
  /** Where the dynamic linker looks. */
  folders: readonly string[];
}

const GNU: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };

export function thisMachine(): Machine {
  const gnu = GNU[process.arch] ?? '';
  const { env, platform } = process;
  return { platform, env, home: homedir(), gnu, devices: devicesBelow('/dev'), folders: linkerFolders(env, gnu) };
}

function devicesBelow(folder: string): string[] {
  const names = (path: string): string[] => (existsSync(path) ? readdirSync(path) : []);
  return [...names(folder), ...names(join(folder, 'dri')).map((name) => `dri/${name}`)];
}

/** Every driver's manifest that the machine's loader would read, in its order, each with what became of it. */
export function findDrivers(machine: Machine): LookedAt[] {
  const { only, added, folders } = icdSearch(machine);
  const manifests = (only ?? [...added, ...folders]).flatMap(manifestsAt);
  return [...new Set(manifests)].map((manifest) => {
    try {
      return { manifest, driver: readDriver(manifest, machine) };
    } catch (error) {
      if (!(error instanceof DriverProblem)) throw error;
      return { manifest, problem: error.message };
    }
  });
}

/**
 * The driver that a manifest describes.
 * @throws DriverProblem where it cannot be read, its library is not there, or it has no device on this machine.
 */
export function readDriver(manifest: string, machine: Machine): FoundDriver {
  const parsed = readManifest(manifest);
  if (parsed.bits === '32') throw new DriverProblem(`${manifest} is for 32-bit programs`);
  const library = findLibrary(parsed, machine);
  const vendor = vendorOf(library);
  const missing = missingNode(vendor, machine.devices);
  if (missing !== null) throw new DriverProblem(missing);
  return {
    manifest,
    library,
    vendor,
    software: isSoftware(vendor),
    version: /\.so\.(\d+\.\d+[\d.]*)$/.exec(basename(realpathSync(library)))?.[1] ?? null,
    egl: findEgl(manifest, vendor, machine),
    nodes: deviceNodesOf(vendor, machine.devices),
  };
}

/** A folder stands for the manifests in it, as in VK_DRIVER_FILES. */
function manifestsAt(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat ? [path] : [];
  const names = readdirSync(path).filter((name) => name.endsWith('.json'));
  return names.toSorted().map((name) => join(path, name));
}

function readManifest(path: string): DriverManifest {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new DriverProblem(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  return parseDriverManifest(text, path);
}

function findLibrary(manifest: DriverManifest, { gnu, folders }: Machine): string {
  const found = librariesOf(manifest, gnu, folders).find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new DriverProblem(`${manifest.path} names ${manifest.library}, which is not there`);
}

/** A broken EGL is as good as none: QEMU's context then comes from the stack's own. */
function findEgl(icd: string, vendor: string, machine: Machine): FoundLibrary | null {
  for (const manifest of eglSearch(icd, machine).flatMap(manifestsAt)) {
    try {
      const library = findLibrary(readManifest(manifest), machine);
      if (vendorOf(library) === vendor) return { manifest, library };
    } catch (error) {
      if (!(error instanceof DriverProblem)) throw error;
    }
  }
  return null;
}
