import type { HostRecipe } from '../../runner/stack/recipe.ts';
import { hostForky } from './host-forky.ts';

/** Debian trixie: QEMU 10.0, virglrenderer 1.1.0, Mesa 25.0. */
export const hostTrixie: HostRecipe = { ...hostForky, release: 'trixie' };
