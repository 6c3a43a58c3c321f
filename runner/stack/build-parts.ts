import type { Target } from '../plan/target.ts';
import { ensureGuestImage } from './guest-image.ts';
import { ensureHostStack } from './host-stack.ts';
import { ensureProbes } from './probes.ts';
import type { Progress } from './progress.ts';

/**
 * Builds everything of a target that the cache does not hold yet.
 * @throws InfraError where a part cannot be built or, on a system stack, is not there.
 */
export async function buildParts(target: Target, progress: Progress): Promise<void> {
  await ensureHostStack(target.hostStack, progress, qemuOf(target));
  if (target.kind === 'host') {
    await ensureProbes('host', progress);
    return;
  }
  if (target.image.kind === 'built') await ensureGuestImage(target.image, progress);
  if (target.image.kind === 'built' || target.image.probes === undefined) await ensureProbes(target.arch, progress);
}

function qemuOf(target: Target): { qemu?: string } {
  return target.kind === 'vm' && target.qemu !== undefined ? { qemu: target.qemu } : {};
}
