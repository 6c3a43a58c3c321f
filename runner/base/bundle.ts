import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InfraError, messageOf } from './errors.ts';
import { packageRoot } from './paths.ts';

/** The list of a bundle's content, at its top. */
export const BUNDLE_MANIFEST = 'bundle.json';

export interface BundledFile {
  /** Below the bundle's folder, with slashes. */
  path: string;
  bytes: number;
  sha256: string;
}

/** What `venus-suite bundle` has packed. */
export interface BundleManifest {
  format: 1;
  /** Names of targets. */
  targets: string[];
  /** What it runs on, in Node's names: `linux-x64`, `darwin-arm64`. */
  platform: string;
  /** Of the checkout that it was made from; null where that was none. */
  revision: { commit: string; dirty: boolean } | null;
  /** Every file but this list, sorted by path. */
  files: BundledFile[];
  /** Symbolic links, sorted by path. */
  links: { path: string; target: string }[];
}

export interface Bundle {
  folder: string;
  manifest: BundleManifest;
}

/** Where a bundle's parts lie, below its folder. */
export const bundleLayout = {
  /** The runner: the `packageRoot` of an unpacked bundle. */
  app: 'app',
  /** Host stacks, guest images and compiled probes, under the names that they have in the cache. */
  parts: 'parts',
  /** What starts the bundle's own Node. */
  node: 'node/node',
} as const;

function openBundle(): Bundle | null {
  const folder = dirname(packageRoot);
  const path = join(folder, BUNDLE_MANIFEST);
  if (!existsSync(path)) return null;
  try {
    return { folder, manifest: JSON.parse(readFileSync(path, 'utf8')) as BundleManifest };
  } catch (error) {
    const hint = 'Unpack the archive once more.';
    throw new InfraError(`${path} cannot be read: ${messageOf(error)}`, { hint, cause: error });
  }
}

/** Where a bundle keeps what others keep in the cache. */
export function partsOf({ folder }: Bundle): string {
  return join(folder, bundleLayout.parts);
}

/** The unpacked bundle that this runner belongs to; null in a checkout and in an installed package. */
export const bundle: Bundle | null = openBundle();
