import type { VmTarget } from '../../runner/plan/target.ts';
import { cpus, emulatedTimeScale, memoryMiB, offscreenDisplay, venusGpu } from './common.ts';

/** Runs anywhere that Debian's packages run: emulated CPU, lavapipe for a GPU. */
export const tcgArm64With16k: VmTarget = {
  kind: 'vm',
  name: 'tcg-arm64-16k',
  title: 'arm64 guest with 16 KiB pages, emulated, on lavapipe',
  arch: 'arm64',
  accel: 'tcg',
  platforms: ['linux'],
  image: { kind: 'built', release: 'forky', kernel: 'arm64-16k' },
  machine: 'virt',
  /** Plain, with atomics and 16 KiB pages: pointer authentication and SVE of `max` cost time and show nothing more. */
  cpu: 'neoverse-n1',
  cpus,
  memoryMiB,
  gpu: venusGpu,
  display: offscreenDisplay,
  orderedStores: true,
  boundedRingSleep: true,
  hostStack: 'forky',
  timeScale: emulatedTimeScale,
};

/** Shows on any machine where blobs lie that HVF on a 16 KiB host would not map. */
export const tcgArm64With4k: VmTarget = {
  ...tcgArm64With16k,
  name: 'tcg-arm64-4k',
  title: 'arm64 guest with 4 KiB pages, emulated, on lavapipe',
  image: { kind: 'built', release: 'forky', kernel: 'arm64' },
  inherits: ['tcg-arm64-16k'],
};
