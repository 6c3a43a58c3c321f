import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { messageOf } from '../../base/errors.ts';
import { prefixOf } from './icd-folders.ts';

/** A Vulkan driver's or an EGL vendor's manifest: both name one library. */
export interface DriverManifest {
  path: string;
  /** `library_path` as it is written: a bare name for the dynamic linker, else relative to the manifest, or absolute. */
  library: string;
  /** `1.4.312`; null in an EGL vendor's. */
  apiVersion: string | null;
  /** `library_arch`: `32` or `64`; null where it does not say. */
  bits: string | null;
}

/** What is wrong with a driver that was found; its message names the path. */
export class DriverProblem extends Error {
  override readonly name = 'DriverProblem';
}

/** @throws DriverProblem that says what is wrong with the text. */
export function parseDriverManifest(text: string, path: string): DriverManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DriverProblem(`${path} is not JSON: ${messageOf(error)}`, { cause: error });
  }
  const driver = field(value, 'ICD');
  if (typeof driver !== 'object' || driver === null) throw new DriverProblem(`${path} has no object “ICD”`);
  const library = field(driver, 'library_path');
  if (typeof library !== 'string' || library === '') throw new DriverProblem(`${path} has no “ICD.library_path”`);
  const [apiVersion, bits] = [field(driver, 'api_version'), field(driver, 'library_arch')];
  return {
    path,
    library,
    apiVersion: typeof apiVersion === 'string' ? apiVersion : null,
    bits: typeof bits === 'string' ? bits : null,
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/**
 * The places where a manifest's library may lie, the likeliest first; pure.
 * @param folders of the dynamic linker.
 */
export function librariesOf({ path, library }: DriverManifest, gnu: string, folders: readonly string[]): string[] {
  if (isAbsolute(library)) return [library];
  if (library.includes('/')) return [resolve(dirname(path), library)];
  const prefix = prefixOf(path);
  const beside = prefix === null ? [] : ['lib64', join('lib', gnu), 'lib'].map((name) => join(prefix, name));
  return [...new Set([...beside, ...folders])].map((folder) => join(folder, library));
}

/**
 * Whose driver a library is: `nvidia` of `libGLX_nvidia.so.0` and of `libEGL_nvidia.so.0`, `radeon` of
 * `libvulkan_radeon.so`, `MoltenVK` of `libMoltenVK.dylib`.
 */
export function vendorOf(library: string): string {
  return basename(library)
    .replace(/\.(so|dylib)(\..*)?$/, '')
    .replace(/^lib/, '')
    .replace(/^(GLX|EGL|vulkan)_/, '');
}

/** Drivers that draw on the CPU, and a guest's own Venus. */
const SOFTWARE = /^(lvp|vk_swiftshader|gfxstream|virtio)$/;

export function isSoftware(vendor: string): boolean {
  return SOFTWARE.test(vendor);
}
