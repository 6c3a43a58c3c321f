import type { VmTarget } from '../plan/target.ts';

/** QEMU's program for the target's architecture. */
export function qemuProgram({ arch }: Pick<VmTarget, 'arch'>): string {
  return `qemu-system-${arch === 'arm64' ? 'aarch64' : 'x86_64'}`;
}
