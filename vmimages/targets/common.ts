import type { GpuOptions } from '../../runner/plan/target.ts';

/** Venus needs blob resources, and they need a window that the guest can map. */
export const venusGpu: GpuOptions = { device: 'virtio-gpu-gl-pci', venus: true, blob: true, hostmem: '1G' };

/** Two, because some defects show only when the guest's threads really run at once; CI machines seldom have more. */
export const cpus = 2;
export const memoryMiB = 2048;

/** Emulated guest code is slower by about this much; the renderer runs natively in either case. */
export const emulatedTimeScale = 3;

/** An SDL window without a window system: it needs neither a render node nor an X server (see HostStack.env). */
export const offscreenDisplay = 'sdl,gl=on';
