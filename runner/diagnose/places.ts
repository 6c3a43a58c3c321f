import type { HostTarget, Target, VmTarget } from '../plan/target.ts';

/** The host side of a VM's target alone: the same host stack and driver, without QEMU. Null where it is no host of ours. */
export function hostTargetOf(target: Target): HostTarget | null {
  if (target.kind === 'host') return target;
  if (target.image.kind === 'running') return null;
  const { hostStack, hostDriver, hostEnv, platforms, profile } = target;
  return {
    kind: 'host',
    name: `${target.name} without its VM`,
    title: `the host driver of ${target.name}`,
    platforms,
    hostStack,
    ...(hostDriver === undefined ? {} : { hostDriver }),
    ...(hostEnv ? { hostEnv } : {}),
    ...(profile === undefined ? {} : { profile }),
    timeScale: 1,
  };
}

/** The target that differs from another in its guest kernel's page size alone; null where there is none. */
export function otherPageSize(target: Target, targets: readonly Target[]): Target | null {
  if (target.kind !== 'vm' || target.image.kind !== 'built' || target.arch !== 'arm64') return null;
  const { release, kernel } = target.image;
  const other = kernel === 'arm64' ? 'arm64-16k' : 'arm64';
  const found = targets.find(
    (candidate) =>
      candidate.kind === 'vm' &&
      candidate.accel === target.accel &&
      candidate.hostStack === target.hostStack &&
      candidate.image.kind === 'built' &&
      candidate.image.release === release &&
      candidate.image.kernel === other,
  );
  return found ?? null;
}

/**
 * The target that differs from another in its accelerator, and in what goes with it; null where there is none.
 * @param runs whether a target's accelerator can be had on this machine.
 */
export function otherAccelerator(
  target: Target,
  targets: readonly Target[],
  runs: (candidate: VmTarget) => boolean,
): Target | null {
  if (target.kind !== 'vm' || target.image.kind !== 'built') return null;
  const { release, kernel } = target.image;
  const found = targets.find(
    (candidate) =>
      candidate.kind === 'vm' &&
      candidate.accel !== target.accel &&
      runs(candidate) &&
      candidate.arch === target.arch &&
      candidate.hostStack === target.hostStack &&
      candidate.image.kind === 'built' &&
      candidate.image.release === release &&
      candidate.image.kernel === kernel,
  );
  return found ?? null;
}
