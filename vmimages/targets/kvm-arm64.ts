import type { VmTarget } from '../../runner/plan/target.ts';
import { tcgArm64With16k } from './tcg-arm64.ts';

/** For an arm64 Linux machine whose kernel offers KVM. The host's page size need not be the guest's. */
export const kvmArm64With16k: VmTarget = {
  ...tcgArm64With16k,
  name: 'kvm-arm64-16k',
  title: 'arm64 guest with 16 KiB pages under KVM, on lavapipe',
  accel: 'kvm',
  cpu: 'host',
  timeScale: 1,
  inherits: ['tcg-arm64-16k'],
};
