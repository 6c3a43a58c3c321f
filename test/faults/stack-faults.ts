import { type Fault, holdOutThird } from './fault.ts';
import { guestEnvironment } from './stack/guest-environment.ts';
import { guestSetUp } from './stack/guest-set-up.ts';
import { guestWrongDrivers } from './stack/guest-wrong-drivers.ts';
import { hostEnvironment } from './stack/host-environment.ts';
import { options } from './stack/options.ts';

/** Faults of what stands around the drivers: each broken from the boot on, in a VM of its own. */
export const stackFaults: readonly Fault[] = holdOutThird(
  [...options, ...hostEnvironment, ...guestEnvironment, ...guestSetUp, ...guestWrongDrivers].map((fault) => ({
    stack: () => ({}),
    ...fault,
    place: 'stack',
  })),
);
