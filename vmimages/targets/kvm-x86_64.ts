import type { VmTarget } from '../../runner/plan/target.ts';
import { tcgX8664 } from './tcg-x86_64.ts';

/** For an x86-64 Linux machine whose kernel offers KVM. */
export const kvmX8664: VmTarget = {
  ...tcgX8664,
  name: 'kvm-x86_64',
  title: 'x86-64 guest under KVM, on lavapipe',
  accel: 'kvm',
  cpu: 'host',
  timeScale: 1,
  inherits: ['tcg-x86_64'],
};
