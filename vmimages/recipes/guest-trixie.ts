import type { GuestRecipe } from '../../runner/stack/recipe.ts';
import { guestForkyAmd64, guestForkyArm64 } from './guest-forky.ts';
import { guestLibraries, keymaps, venusManifest } from './guest-user-space.ts';

/** Debian trixie: Mesa 25.0, which has no screenshot layer, and kernel 6.12. */
export const guestTrixieArm64: GuestRecipe = {
  ...guestForkyArm64,
  release: 'trixie',
  runtimeLibraries: guestLibraries('aarch64-linux-gnu', []),
  data: [venusManifest, ...keymaps('usr/share/X11/xkb')],
  sizes: { download: '300 MB', building: '1 GB', after: '110 MB' },
};

export const guestTrixieAmd64: GuestRecipe = {
  ...guestForkyAmd64,
  release: 'trixie',
  runtimeLibraries: guestLibraries('x86_64-linux-gnu', []),
  data: guestTrixieArm64.data,
  sizes: { download: '210 MB', building: '1 GB', after: '40 MB' },
};
