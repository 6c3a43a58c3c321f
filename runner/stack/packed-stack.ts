import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { HostRecipe } from './recipe.ts';
import type { CommandOptions } from './sandbox.ts';

/**
 * What starts a program in a packed tree, below the entry's folder: its loader finds the tree's libraries wherever the
 * tree lies, so that no sandbox, no root and nothing of the machine's own is needed.
 */
export const RUN_IN_STACK = 'run-in-stack';

export interface PackedTree {
  root: string;
  /** Of the recipe. */
  paths: HostRecipe['paths'];
  /** Whether the software drivers are part of it. */
  lavapipe: boolean;
}

/** The variables by which programs of a packed tree find their data there, and not in the machine's folders. */
export function packedEnv({ root, paths, lavapipe }: PackedTree): Record<string, string> {
  const common = {
    // SDL's own driver without a window system: it needs neither a render node nor an X server.
    SDL_VIDEODRIVER: 'offscreen',
    HOME: '/tmp',
    // A tree under bubblewrap forgets its cache with its /tmp; here it would stay in the machine's.
    MESA_SHADER_CACHE_DISABLE: 'true',
  };
  if (!lavapipe) return common;
  return {
    ...common,
    LIBGL_ALWAYS_SOFTWARE: '1',
    // Alone, so that a driver of the machine cannot stand in for it unseen; nor may its layers come between.
    VK_DRIVER_FILES: join(root, paths.vulkanDriver),
    VK_IMPLICIT_LAYER_PATH: join(root, 'usr/share/vulkan/implicit_layer.d'),
    __EGL_VENDOR_LIBRARY_FILENAMES: join(root, 'usr/share/glvnd/egl_vendor.d/50_mesa.json'),
    DRIRC_CONFIGDIR: join(root, 'usr/share/drirc.d'),
  };
}

/** The argv that runs a program of a packed tree with just this environment. It dies with the process that starts it. */
export function packedCommand(
  entryFolder: string,
  program: readonly string[],
  env: NonNullable<CommandOptions['env']>,
): string[] {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return [join(entryFolder, RUN_IN_STACK), ...variables, ...program];
}

/** Whether a packed tree brings its software drivers, or was made to run on the machine's own. */
export function hasLavapipe(root: string, { vulkanDriver }: HostRecipe['paths']): boolean {
  return existsSync(join(root, vulkanDriver));
}
