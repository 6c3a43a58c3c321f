// The older chain from end to end: guest kernel 6.12 and Mesa 25.0, on QEMU 10.0, virglrenderer 1.1.0 and Mesa 25.0.
// Expectations of the newer chain are not inherited: what it lists as known may well pass here, and the other way round.
import type { VmTarget } from '../../runner/plan/target.ts';
import { emulatedTimeScale } from './common.ts';
import { tcgArm64With16k } from './tcg-arm64.ts';
import { tcgX8664 } from './tcg-x86_64.ts';

/**
 * QEMU 10.0 under TCG can leave an unmapped blob, and with it every virtio-gpu command, waiting for as long as no vCPU
 * runs. A kernel that stops its ticks when idle then waits for good; with a tick it goes on.
 */
const PERIODIC_TICK = ['nohz=off', 'highres=off'];

/**
 * QEMU 10.0 holds up all virtio-gpu commands while it unmaps a blob, some 0.1 s for each: after a device with many
 * objects was destroyed, a submission reaches the host seconds late, and hundreds of mappings take a minute to go.
 * QEMU 11 does not (docs/known-failures.md).
 */
const slowUnmapping = {
  guestEnv: { VENUS_SUITE_WAIT_MS: '15000', VENUS_SUITE_LIVE_MAPPINGS: '64' },
  /** The first warning, after 3.5 s, of a process that waits while blobs are unmapped; a hang goes on to the next one. */
  expectedLog: ['stuck in ring seqno wait with iter at 4096$', 'stuck in tls ring seqno wait with iter at 1024$'],
  timeScale: 2 * emulatedTimeScale,
  kernelArgs: PERIODIC_TICK,
} satisfies Partial<VmTarget>;

export const tcgArm64With16kTrixie: VmTarget = {
  ...tcgArm64With16k,
  name: 'tcg-arm64-16k-trixie',
  title: 'arm64 guest with 16 KiB pages, emulated, on lavapipe, all of Debian trixie',
  image: { kind: 'built', release: 'trixie', kernel: 'arm64-16k' },
  hostStack: 'trixie',
  ...slowUnmapping,
};

export const tcgX8664Trixie: VmTarget = {
  ...tcgX8664,
  name: 'tcg-x86_64-trixie',
  title: 'x86-64 guest, emulated, on lavapipe, all of Debian trixie',
  image: { kind: 'built', release: 'trixie', kernel: 'amd64' },
  hostStack: 'trixie',
  ...slowUnmapping,
  // With a thread for each vCPU unmapping still gets stuck, about once in a run; one thread leaves a vCPU ten times a second.
  tcgThread: 'single',
  inherits: ['tcg-arm64-16k-trixie'],
};
