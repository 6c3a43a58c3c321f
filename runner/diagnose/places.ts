import type { Component } from '../judge/symptoms/symptom.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { BuiltImage, HostTarget, Target, VmTarget } from '../plan/target.ts';
import { type Side, withoutOptionsOf } from './without.ts';

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

/** A stack of which one side was exchanged. */
export interface Exchanged {
  target: Target;
  stack: StackOptions;
  /** What was changed, for a person. */
  change: string;
  /** What was exchanged, where it is one component alone. */
  component: Component | null;
}

/** What this machine has ready: an exchange builds nothing. */
export interface Ready {
  guestImage(image: BuiltImage): boolean;
  hostStack(kind: VmTarget['hostStack']): boolean;
}

/**
 * The stack under test with its guest or its host exchanged: without the options that changed that side; where none did,
 * of another release. Null where there is no other, or it is not built.
 */
export function otherSide(
  side: Side,
  { target, targets, stack, ready }: { target: Target; targets: readonly Target[]; stack: StackOptions; ready: Ready },
): Exchanged | null {
  if (target.kind !== 'vm' || target.image.kind === 'running') return null;
  const without = withoutOptionsOf(side, stack);
  if (without) {
    const { flags, component } = without;
    return { target, stack: without.stack, change: `without ${flags.join(', ')}`, component };
  }
  const { image } = target;
  if (image.kind !== 'built') return null;
  for (const other of targets) {
    if (other.kind !== 'vm' || other.arch !== target.arch || other.accel !== target.accel) continue;
    if (other.image.kind !== 'built' || other.image.kernel !== image.kernel) continue;
    if (side === 'guest' && other.image.release !== image.release && ready.guestImage(other.image)) {
      const change = `with a guest of ${other.image.release}`;
      return { target: { ...target, image: other.image }, stack, change, component: null };
    }
    if (side === 'host' && other.hostStack !== target.hostStack && ready.hostStack(other.hostStack)) {
      // How much a host stack needs is in its target; that of pictures is known of the guest and host of one release.
      return { target: { ...other, image }, stack, change: `on the host stack of ${other.hostStack}`, component: null };
    }
  }
  return null;
}
