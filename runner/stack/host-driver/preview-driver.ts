import { InfraError } from '../../base/errors.ts';
import type { HostDriverChoice, Target } from '../../plan/target.ts';
import { findEntry } from '../cache.ts';
import { contentKey } from '../content-key.ts';
import { findHostStack, hostEntry } from '../host-stack.ts';
import { probesEntry } from '../probes.ts';
import { chooseDriver } from './choose-driver.ts';
import { thisMachine } from './find-drivers.ts';
import { describe, selectDriver } from './with-driver.ts';

/** Which host driver a run would have, and why. */
export interface DriverPreview {
  /** Null where nothing was asked for: then it is told what `auto` would take. */
  choice: HostDriverChoice | null;
  /** What the target has by itself, and what the choice would take; null where no driver of the machine can be used. */
  uses: { default: string; text: string } | null;
  /** What was looked at and not taken. */
  passedOver: string[];
}

/**
 * Looks for the driver as a run would, but builds no stack: while there is none, a driver that was found goes untried.
 * @param asked in the place of the target's own choice.
 * @returns null where the host under the target is not ours.
 */
export async function previewDriver(target: Target, asked?: HostDriverChoice): Promise<DriverPreview | null> {
  if (target.kind === 'vm' && target.image.kind === 'running') return null;
  if (!target.platforms.some((platform) => platform === process.platform)) return null;
  const own =
    target.hostStack === 'system' ? "what the machine's Vulkan loader takes first" : "the stack's own lavapipe";
  const choice = asked ?? target.hostDriver ?? null;
  if (choice === 'lavapipe') return { choice, uses: { default: own, text: 'lavapipe, as asked for' }, passedOver: [] };
  const host = findHostStack(target.hostStack);
  try {
    const { chosen } =
      host === null
        ? { chosen: await chooseDriver(choice ?? 'auto', thisMachine(), () => Promise.resolve(null)) }
        : await selectDriver(host, choice ?? 'auto', thisMachine(), { probes: builtProbes, progress: () => {} });
    return { choice, uses: { default: own, text: describe(chosen) }, passedOver: chosen.passedOver };
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    return { choice, uses: null, passedOver: [error.message] };
  }
}

function builtProbes(): Promise<string | null> {
  const { name, inputs } = probesEntry('host', contentKey(hostEntry('forky').inputs));
  return Promise.resolve(findEntry(name, inputs)?.folder ?? null);
}
