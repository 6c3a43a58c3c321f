import { copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { InfraError } from '../base/errors.ts';

/** What probes are compiled against. Only Vulkan: the C library is the compiler's own, which is older than any guest's. */
export interface Sysroot {
  /** Holds vulkan/vulkan.h. */
  include: string;
  /** Holds libvulkan.so.1. */
  lib: string;
}

export function sysrootOf(entryFolder: string): Sysroot {
  return { include: join(entryFolder, 'sysroot/include'), lib: join(entryFolder, 'sysroot/lib') };
}

/**
 * Copies the Vulkan headers and loader of a Debian tree beside what is kept of it.
 * @throws InfraError where the tree holds none.
 */
export function keepSysroot(tree: string, gnuArch: string, entryFolder: string): void {
  const { include, lib } = sysrootOf(entryFolder);
  for (const folder of ['vulkan', 'vk_video']) {
    const source = join(tree, 'usr/include', folder);
    if (!existsSync(source))
      throw new InfraError(`the packages hold no usr/include/${folder}: is libvulkan-dev listed?`);
    cpSync(source, join(include, folder), { recursive: true });
  }
  mkdirSync(lib, { recursive: true });
  copyFileSync(realpathSync(join(tree, 'usr/lib', gnuArch, 'libvulkan.so.1')), join(lib, 'libvulkan.so.1'));
  symlinkSync('libvulkan.so.1', join(lib, 'libvulkan.so'));
}
