import { InfraError } from '../../base/errors.ts';
import type { HostDriverChoice, Target } from '../../plan/target.ts';
import { findEntry } from '../cache.ts';
import { contentKey } from '../content-key.ts';
import { findHostStack, type HostStack, hostEntry } from '../host-stack.ts';
import { probesEntry } from '../probes.ts';
import { type ChosenDriver, chooseDriver } from './choose-driver.ts';
import { thisMachine } from './find-drivers.ts';
import { choiceFor, describe, selectDriver } from './with-driver.ts';

/** Which host driver a run would have, and why. */
export interface DriverPreview {
  /** Null where nothing was asked for: then it is told what `auto` would take. */
  choice: HostDriverChoice | null;
  /** What the target has by itself, and what the choice would take; null where no driver of the machine can be used. */
  uses: { default: string; text: string } | null;
  /** What was looked at and not taken; why there is none, where no driver can be used. */
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
  const wanted = asked ?? target.hostDriver;
  const host = findHostStack(target.hostStack);
  const choice = host === null ? (wanted ?? null) : choiceFor(host, wanted);
  const own =
    target.hostStack === 'system' ? "what the machine's Vulkan loader takes first" : "the stack's own lavapipe";
  const asAsked: DriverPreview = {
    choice: wanted ?? null,
    uses: { default: own, text: 'lavapipe, as asked for' },
    passedOver: [],
  };
  if (wanted === 'lavapipe' && choice === null) return asAsked;
  try {
    if (host !== null) return shown(choice, own, await tried(host, choice ?? 'auto'));
    return wanted === 'lavapipe' ? asAsked : shown(choice, own, await untried(wanted));
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    return { choice, uses: null, passedOver: [error.message] };
  }
}

function shown(choice: HostDriverChoice | null, own: string, chosen: ChosenDriver): DriverPreview {
  return { choice, uses: { default: own, text: describe(chosen) }, passedOver: chosen.passedOver };
}

function untried(choice: Exclude<HostDriverChoice, 'lavapipe'> = 'auto'): Promise<ChosenDriver> {
  return chooseDriver(choice, thisMachine(), () => Promise.resolve(null));
}

async function tried(host: HostStack, choice: HostDriverChoice): Promise<ChosenDriver> {
  const { chosen } = await selectDriver(host, choice, thisMachine(), { probes: builtProbes, progress: () => {} });
  return chosen;
}

function builtProbes(): Promise<string | null> {
  const { name, inputs } = probesEntry('host', contentKey(hostEntry('forky').inputs));
  return Promise.resolve(findEntry(name, inputs)?.folder ?? null);
}
