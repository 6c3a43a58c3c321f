import type { VmTarget } from '../../../runner/plan/target.ts';
import type { Fault, PlainFault } from '../fault.ts';

/** Most of them change either the target or the stack. */
export type StackFault = Omit<PlainFault, 'place' | 'stack'> & Partial<Pick<Fault, 'stack'>>;

/** What breaks at the boot shows in these. */
export const FIRST = ['protocol/identity', 'drm/capset', 'drm/context', 'drm/blob-map'] as const;

/** What never answers is waited for no longer than on hardware. */
export const impatient = (target: VmTarget): VmTarget => ({ ...target, timeScale: 1 });
