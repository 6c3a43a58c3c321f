import { spawnSync } from 'node:child_process';
import { InfraError } from '../base/errors.ts';
import { findDrivers, thisMachine } from './host-driver/find-drivers.ts';
import type { HostStack } from './host-stack.ts';
import { findProgram } from './prerequisites.ts';

const QEMU = 'qemu-system-aarch64';

/**
 * The machine's own QEMU, virglrenderer and Vulkan driver.
 * @param options.qemu The person's own build in the place of the one on the PATH.
 * @throws InfraError where that QEMU has no Venus, or there is no Vulkan driver to run it on.
 */
export function systemHostStack(options: { qemu?: string } = {}): HostStack {
  const qemu = findProgram(options.qemu ?? QEMU);
  if (qemu === null) {
    throw new InfraError(`${options.qemu ?? QEMU} was not found`, {
      hint: 'Install QEMU 9.2 or newer with virglrenderer, or give your build with --qemu FILE.',
    });
  }
  if (!qemuHasVenus(qemu)) {
    throw new InfraError(`${qemu} has no Venus: its virtio-gpu-gl-pci has no property “venus”`, {
      hint: 'It takes QEMU 9.2 or newer, built with OpenGL and with a virglrenderer that has Venus.',
    });
  }
  if (findDrivers(thisMachine()).length === 0) {
    throw new InfraError('there is no Vulkan driver on this machine: no manifest in any folder that the loader reads', {
      hint: process.platform === 'darwin' ? 'Install MoltenVK.' : 'Install mesa-vulkan-drivers, or the GPU vendor’s.',
    });
  }
  const env: Record<string, string> = process.platform === 'linux' ? { SDL_VIDEODRIVER: 'offscreen' } : {};
  return {
    kind: 'system',
    key: null,
    root: null,
    packages: [`qemu ${qemuVersion(qemu)}`],
    env,
    renderServer: null,
    vulkanDriver: null,
    driver: null,
    libraries: null,
    sysroot: null,
    command: (program, { env: added = {} } = {}) => [
      'env',
      ...Object.entries({ ...env, ...added }).map(([name, value]) => `${name}=${value}`),
      ...program,
    ],
  };
}

/** Whether a QEMU can give a guest Venus; false where it does not even start. */
export function qemuHasVenus(qemu: string): boolean {
  const { stdout, stderr } = spawnSync(qemu, ['-device', 'virtio-gpu-gl-pci,help'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  return /^\s*venus=/m.test(`${stdout}\n${stderr}`);
}

/** For example `11.1.2`; `unknown` where it does not say. */
export function qemuVersion(qemu: string): string {
  const { stdout } = spawnSync(qemu, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return /version (\S+)/.exec(stdout ?? '')?.[1] ?? 'unknown';
}
