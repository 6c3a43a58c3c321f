import type { VmTarget } from '../plan/target.ts';
import { qemuProgram } from '../stack/qemu-program.ts';

const CONSOLES = { arm64: 'ttyAMA0', x86_64: 'ttyS0' } as const;

/**
 * QEMU as a person writes it down who wants Venus in a guest and nothing more: written by hand, not taken from what
 * the suite starts, so that what the suite adds is seen as its cost. What it boots from is left to the caller.
 * @param append added to the kernel's command line.
 */
export function plainQemu(target: VmTarget, append = ''): string[] {
  const { arch, machine, memoryMiB, cpus, accel, cpu, gpu, display } = target;
  const gpuDevice = `${gpu.device ?? 'virtio-gpu-gl-pci'},venus=on,blob=on,hostmem=${gpu.hostmem ?? '1G'}`;
  return [
    qemuProgram(target),
    ...['-M', `${machine},memory-backend=mem1`],
    ...['-object', `memory-backend-memfd,id=mem1,size=${memoryMiB}M,share=on`, '-m', `${memoryMiB}M`],
    ...['-smp', String(cpus), '-accel', accel === 'tcg' ? 'tcg,thread=multi' : accel, '-cpu', cpu],
    ...['-device', gpuDevice, '-vga', 'none'],
    ...['-display', display, '-monitor', 'none', '-no-reboot'],
    ...['-append', `console=${CONSOLES[arch]} panic=-1 quiet${append === '' ? '' : ` ${append}`}`],
    ...['-netdev', 'user,id=n0,hostfwd=tcp:127.0.0.1:0-:22', '-device', 'virtio-net-pci,netdev=n0,romfile='],
  ];
}
