import type { Target } from '../../runner/plan/target.ts';
import { host } from './host.ts';
import { kvmArm64With16k } from './kvm-arm64.ts';
import { hvfArm64With4k, hvfArm64With16k, tcgArm64With16kOnMac } from './mac.ts';
import { tcgArm64With4k, tcgArm64With16k } from './tcg-arm64.ts';

/** The first one is the default. */
export const shippedTargets: readonly Target[] = [
  tcgArm64With16k,
  tcgArm64With4k,
  host,
  kvmArm64With16k,
  hvfArm64With16k,
  hvfArm64With4k,
  tcgArm64With16kOnMac,
];
