import type { VmTarget } from '../../runner/plan/target.ts';
import { tcgArm64With16k } from './tcg-arm64.ts';

/** The chain that most Linux machines with a GPU have, but for the emulation. Pages are 4 KiB: x86-64 has no others. */
export const tcgX8664: VmTarget = {
  ...tcgArm64With16k,
  name: 'tcg-x86_64',
  title: 'x86-64 guest, emulated, on lavapipe',
  arch: 'x86_64',
  image: { kind: 'built', release: 'forky', kernel: 'amd64' },
  machine: 'q35',
  cpu: 'Nehalem',
  inherits: ['tcg-arm64-16k'],
};
