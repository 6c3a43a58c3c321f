import { InfraError } from '../base/errors.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { HostTarget, Target, VmTarget } from '../plan/target.ts';
import { ensureGuestImage } from '../stack/guest-image.ts';
import { ensureHostStack, type HostStack } from '../stack/host-stack.ts';
import { ensureProbes } from '../stack/probes.ts';
import { qemuProgram } from '../stack/qemu-program.ts';
import { ensureRingSleep, wantsRingSleep } from '../stack/ring-sleep.ts';
import { ensureStoreOrder, type StoreOrder, wantsStoreOrder } from '../stack/store-order.ts';
import { requireDriverFits } from './driver-fits.ts';
import type { Guest } from './guest.ts';
import { HostDirect } from './host-direct.ts';
import { QemuGuest } from './qemu-guest.ts';
import { RunningGuest } from './running-guest.ts';
import { builtImage, foreignImage } from './vm-image.ts';

export interface GuestOptions {
  /** The run's folder: logs and fetched files go there. */
  runDir: string;
  stack: StackOptions;
  /** Takes a line for the person while something is being built. */
  progress(line: string): void;
}

/**
 * Gathers what a target needs, building what is not in the cache, and makes its guest. Nothing boots yet.
 * @throws InfraError where this machine cannot run the target, or a part is missing.
 */
export async function createGuest(target: Target, options: GuestOptions): Promise<Guest> {
  requirePlatform(target);
  return target.kind === 'host' ? hostGuest(target, options) : vmGuest(target, options);
}

function requirePlatform({ name, platforms }: Target): void {
  if (platforms.some((platform) => platform === process.platform)) return;
  throw new InfraError(`target ${name} runs on ${platforms.join(' or ')}, and this is ${process.platform}`, {
    hint: `\`venus-suite doctor --target ${name}\` says what it needs; the default target runs anywhere on Linux.`,
  });
}

async function hostGuest(target: HostTarget, { runDir, stack, progress }: GuestOptions): Promise<Guest> {
  const host = await ensureHostStack(target.hostStack, progress);
  const { dir } = await ensureProbes('host', progress);
  return new HostDirect({ target, host, probes: dir, stack, runDir });
}

async function vmGuest(target: VmTarget, { runDir, stack, progress }: GuestOptions): Promise<Guest> {
  const { image } = target;
  if (image.kind === 'built') {
    const host = await hostStackOf(target, stack, progress);
    const guestImage = await ensureGuestImage(image, progress);
    if (stack.guestDriver !== undefined)
      requireDriverFits(stack.guestDriver, { ...guestImage, overlay: stack.overlay });
    const { dir } = await ensureProbes(target.arch, progress);
    const storeOrder = await storeOrderOf(target, host, stack, progress);
    const ringSleep = await ringSleepOf(target, stack, progress);
    const builtGuest = builtImage(guestImage, dir, stack);
    return new QemuGuest({ target, host, image: builtGuest, stack, storeOrder, ringSleep, runDir });
  }
  const probes = image.probes ?? (await ensureProbes(target.arch, progress)).dir;
  const vmImage = foreignImage(image, probes, stack);
  if (image.kind === 'running') return new RunningGuest({ target, address: image, image: vmImage, stack, runDir });
  const host = await hostStackOf(target, stack, progress);
  const storeOrder = await storeOrderOf(target, host, stack, progress);
  const ringSleep = await ringSleepOf(target, stack, progress);
  return new QemuGuest({ target, host, image: vmImage, stack, storeOrder, ringSleep, runDir });
}

function hostStackOf(target: VmTarget, stack: StackOptions, progress: (line: string) => void): Promise<HostStack> {
  return ensureHostStack(target.hostStack, progress, { qemu: stack.qemu ?? target.qemu ?? qemuProgram(target) });
}

async function ringSleepOf(
  target: VmTarget,
  stack: StackOptions,
  progress: (line: string) => void,
): Promise<string | null> {
  if (!wantsRingSleep(target) || stack.boundedRingSleep === false) return null;
  const library = await ensureRingSleep(progress);
  if (library === null)
    progress("Venus' rings may sleep through a lost wake-up: there is no gcc to build what prevents it");
  return library;
}

/** Null where the guest's stores and loads are in order as they are, or are to be left as they are. */
async function storeOrderOf(
  target: VmTarget,
  host: HostStack,
  stack: StackOptions,
  progress: (line: string) => void,
): Promise<StoreOrder | null> {
  if (!wantsStoreOrder(target)) return null;
  if (stack.orderedStores === false) return { plugin: null, reason: 'it was not asked for' };
  const storeOrder = await ensureStoreOrder(host, stack.qemu ?? target.qemu, progress);
  if (storeOrder.plugin === null) {
    progress(`Stores and loads of the guest are not kept in order, so that Venus may hang: ${storeOrder.reason}`);
  }
  return storeOrder;
}
