// The older chain from end to end: guest kernel 6.12 and Mesa 25.0, on QEMU 10.0, virglrenderer 1.1.0 and Mesa 25.0.
import type { VmTarget } from '../../runner/plan/target.ts';
import { tcgArm64With16k } from './tcg-arm64.ts';
import { tcgX8664 } from './tcg-x86_64.ts';

export const tcgArm64With16kTrixie: VmTarget = {
  ...tcgArm64With16k,
  name: 'tcg-arm64-16k-trixie',
  title: 'arm64 guest with 16 KiB pages, emulated, on lavapipe, all of Debian trixie',
  image: { kind: 'built', release: 'trixie', kernel: 'arm64-16k' },
  hostStack: 'trixie',
  inherits: [],
};

export const tcgX8664Trixie: VmTarget = {
  ...tcgX8664,
  name: 'tcg-x86_64-trixie',
  title: 'x86-64 guest, emulated, on lavapipe, all of Debian trixie',
  image: { kind: 'built', release: 'trixie', kernel: 'amd64' },
  hostStack: 'trixie',
  inherits: ['tcg-arm64-16k-trixie'],
};
