import type { Target } from '../../runner/plan/target.ts';
import { host } from './host.ts';
import { kvmArm64With16k } from './kvm-arm64.ts';
import { kvmX8664 } from './kvm-x86_64.ts';
import { hvfArm64With4k, hvfArm64With16k, tcgArm64With16kOnMac } from './mac.ts';
import { tcgArm64With4k, tcgArm64With16k } from './tcg-arm64.ts';
import { tcgX8664 } from './tcg-x86_64.ts';
import { tcgArm64With16kTrixie, tcgX8664Trixie } from './trixie.ts';

/** The first one is the default. */
export const shippedTargets: readonly Target[] = [
  tcgArm64With16k,
  tcgArm64With4k,
  tcgX8664,
  tcgArm64With16kTrixie,
  tcgX8664Trixie,
  host,
  kvmArm64With16k,
  kvmX8664,
  hvfArm64With16k,
  hvfArm64With4k,
  tcgArm64With16kOnMac,
];
