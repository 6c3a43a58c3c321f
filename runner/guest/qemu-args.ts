import type { DiskImage, GpuOptions, VmTarget } from '../plan/target.ts';
import { kernelCommandLine } from './kernel-command-line.ts';

/** Paths that one boot uses. All are absolute, and the same inside the host stack's sandbox. */
export interface QemuPaths {
  /** The guest's serial console is written here. */
  console: string;
  /** QEMU's own log of what a guest should not do. */
  guestErrors: string;
  /** A unix socket. At most some 100 bytes long. */
  qmp: string;
  /** Kernel and initramfs of a built image, or in place of a disk image's own. */
  kernel?: string;
  initrd?: string;
}

export interface QemuInput {
  target: VmTarget;
  paths: QemuPaths;
  /** Node's name of the host's platform. */
  platform: string;
  /** Whether QEMU knows `-run-with exit-with-parent`; a sandbox does that by itself. */
  exitWithParent: boolean;
  /** A plugin that keeps the order of the guest's stores and loads. */
  storeOrder?: string;
  /** Given by the person, after the target's own. */
  extra: readonly string[];
}

/** Commas separate QEMU's options, so that one in a value is doubled. */
function optionValue(value: string): string {
  return value.replaceAll(',', ',,');
}

/** Blobs are shared with the host, so all of the guest's memory must come from a file. */
function memory(target: VmTarget, platform: string): string[] {
  const backend = platform === 'linux' ? 'memory-backend-memfd' : 'memory-backend-shm';
  return ['-object', `${backend},id=mem1,size=${target.memoryMiB}M,share=on`, '-m', `${target.memoryMiB}M`];
}

function accelerator(target: VmTarget): string {
  return target.accel === 'tcg' ? `tcg,thread=${target.tcgThread ?? 'multi'}` : target.accel;
}

/** Why the GPU device cannot offer Venus, whatever the rest of the stack does; null where it can. */
export function venusObstacle(gpu: GpuOptions): string | null {
  if (gpu.device === null) return 'the target has no GPU device';
  if (!gpu.venus) return "venus=off: the target's GPU device offers no Venus";
  if (!gpu.blob) return 'blob=off: QEMU offers Venus only with blob resources';
  return gpu.hostmem === null ? 'hostmem is off: QEMU offers Venus only with a host-visible window' : null;
}

/** QEMU does not start at all where venus=on lacks what it needs: without it the guest boots, and a stage says why. */
function gpuDevice(gpu: GpuOptions): string[] {
  if (gpu.device === null) return [];
  const properties = [`venus=${venusObstacle(gpu) === null ? 'on' : 'off'}`, `blob=${gpu.blob ? 'on' : 'off'}`];
  if (gpu.hostmem !== null) properties.push(`hostmem=${gpu.hostmem}`);
  return ['-device', [gpu.device, ...properties].join(',')];
}

function bootSource({ target, paths }: QemuInput): string[] {
  const image = target.image;
  const disk = image.kind === 'disk' ? image : null;
  const append = disk ? disk.append : [kernelCommandLine(target.arch), ...(target.kernelArgs ?? [])].join(' ');
  return [
    ...(paths.kernel === undefined ? [] : ['-kernel', paths.kernel]),
    ...(paths.initrd === undefined ? [] : ['-initrd', paths.initrd]),
    ...(paths.kernel === undefined || append === undefined ? [] : ['-append', append]),
    ...(disk ? diskDrive(disk) : []),
  ];
}

/** The image itself is never written: changes go to a temporary file that ends with QEMU. */
function diskDrive(disk: DiskImage): string[] {
  const format = disk.format === undefined ? '' : `,format=${disk.format}`;
  return [
    '-drive',
    `file=${optionValue(disk.disk)}${format},if=none,id=disk0,snapshot=on`,
    '-device',
    'virtio-blk-pci,drive=disk0',
  ];
}

/**
 * QEMU's arguments without its program. A pure function: the same input gives the same list.
 * The forwarded ssh port is the kernel's choice (port 0), asked for afterwards over QMP; `restrict` keeps the guest off
 * every network.
 */
export function qemuArgs(input: QemuInput): string[] {
  const { target, paths } = input;
  return [
    '-nodefaults',
    '-no-user-config',
    ...['-machine', `${target.machine},memory-backend=mem1`],
    ...memory(target, input.platform),
    ...['-smp', String(target.cpus), '-accel', accelerator(target), '-cpu', target.cpu],
    ...[...gpuDevice(target.gpu), '-vga', 'none', '-display', target.display],
    ...bootSource(input),
    '-no-reboot',
    ...['-chardev', `file,id=console,path=${optionValue(paths.console)}`, '-serial', 'chardev:console'],
    ...['-qmp', `unix:${optionValue(paths.qmp)},server=on,wait=off`],
    ...['-d', 'guest_errors', '-D', paths.guestErrors],
    ...['-netdev', 'user,id=net0,restrict=on,hostfwd=tcp:127.0.0.1:0-:22'],
    ...['-device', 'virtio-net-pci,netdev=net0,romfile=', '-device', 'virtio-rng-pci'],
    ...(input.exitWithParent ? ['-run-with', 'exit-with-parent=on'] : []),
    ...(input.storeOrder === undefined ? [] : ['-plugin', optionValue(input.storeOrder)]),
    ...(target.qemuArgs ?? []),
    ...input.extra,
  ];
}
