import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEntry } from '../cache.ts';
import { markInUse } from '../in-use.ts';
import type { Progress } from '../progress.ts';
import type { SharedFolder } from '../sandbox.ts';
import { parseDriverManifest, vendorOf } from './driver-manifest.ts';
import type { FoundDriver } from './find-drivers.ts';
import { INSIDE, planPlacing, type StackLibraries } from './plan-placing.ts';

/** Raise it when the code that fills the folder changes what is in it. */
const FORMAT = 1;

/** A driver as the programs of a host stack find it. */
export interface PlacedDriver {
  /** As those programs see it. */
  manifest: string;
  folders: readonly SharedFolder[];
  /** LD_LIBRARY_PATH in it names folders without a library that the stack has as well. */
  env: Readonly<Record<string, string>>;
}

/** A driver of the machine, shown to the programs of a stack with libraries of its own. */
export async function placeDriver(
  driver: FoundDriver,
  stack: StackLibraries,
  linker: readonly string[],
  progress: Progress,
): Promise<PlacedDriver> {
  const { shared, ...content } = planPlacing(driver, stack, linker);
  const { folder } = await ensureEntry(
    {
      name: `host-driver-${driver.vendor}`,
      inputs: { format: FORMAT, ...content },
      ofThisMachine: true,
      needs: { cache: 1 << 20, temporary: 1 << 20 },
      announcement: `Showing the host stack the driver of ${driver.manifest} …`,
      make: async (draft) => {
        mkdirSync(join(draft, 'lib'));
        for (const { name, target } of content.links) symlinkSync(target, join(draft, 'lib', name));
        for (const { name, text } of content.manifests) writeFileSync(join(draft, name), text);
        return [];
      },
    },
    progress,
  );
  markInUse([folder]);
  const own = stack.ownRoot ? join(INSIDE, 'own') : folder;
  const [icd = '', egl = null] = content.manifests.map(({ name }) => join(own, name));
  return {
    manifest: icd,
    folders: stack.ownRoot ? [...shared, { path: folder, writable: false, at: own }] : [],
    env: { ...driverEnv(icd, egl), LD_LIBRARY_PATH: join(own, 'lib') },
  };
}

/** The variables by which the loaders of Vulkan and EGL find one driver and no other. */
export function driverEnv(icd: string, egl: string | null): Record<string, string> {
  // A stack's own environment may say that GL draws on the CPU: with a vendor's EGL it does not.
  const ofEgl = egl === null ? {} : { __EGL_VENDOR_LIBRARY_FILENAMES: egl, LIBGL_ALWAYS_SOFTWARE: '0' };
  return { VK_DRIVER_FILES: icd, ...ofEgl };
}

/**
 * The stack's own build of the same driver: Mesa's libraries go with those of their own release only.
 * @param root of the stack's tree.
 * @returns its manifest as the stack's programs see it; null where the stack has none.
 */
export function ownManifest(root: string, vendor: string): string | null {
  const folder = 'usr/share/vulkan/icd.d';
  const names = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  const own = names.find((name) => {
    const path = join(root, folder, name);
    return vendorOf(parseDriverManifest(readFileSync(path, 'utf8'), path).library) === vendor;
  });
  return own === undefined ? null : `/${folder}/${own}`;
}
