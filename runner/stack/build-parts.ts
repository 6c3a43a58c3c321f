import type { Target } from '../plan/target.ts';
import { ensureGuestImage } from './guest-image.ts';
import { ensureHostStack } from './host-stack.ts';
import { ensureProbes } from './probes.ts';
import type { Progress } from './progress.ts';
import { qemuProgram } from './qemu-program.ts';
import { ensureRingSleep, wantsRingSleep } from './ring-sleep.ts';
import { ensureStoreOrder, wantsStoreOrder } from './store-order.ts';

/**
 * Builds everything of a target that the cache does not hold yet; of another platform's target what is the guest's.
 * @throws InfraError where a part cannot be built or, on a system stack, is not there.
 */
export async function buildParts(target: Target, progress: Progress): Promise<void> {
  // The guest image and the probes of a Mac's target are built on Linux and copied; its QEMU is looked for on the Mac.
  const runsHere = target.platforms.some((platform) => platform === process.platform);
  if (runsHere) {
    const host = await ensureHostStack(target.hostStack, progress, qemuOf(target));
    if (wantsStoreOrder(target)) await ensureStoreOrder(host, target.qemu, progress);
    if (wantsRingSleep(target)) await ensureRingSleep(progress);
  }
  if (target.kind === 'host') {
    await ensureProbes('host', progress);
    return;
  }
  if (target.image.kind === 'built') await ensureGuestImage(target.image, progress);
  // For host/baseline: the same probes without the VM.
  if (runsHere && process.platform === 'linux') await ensureProbes('host', progress);
  if (target.image.kind === 'built' || target.image.probes === undefined) await ensureProbes(target.arch, progress);
}

function qemuOf(target: Target): { qemu?: string } {
  return target.kind === 'vm' ? { qemu: target.qemu ?? qemuProgram(target) } : {};
}
