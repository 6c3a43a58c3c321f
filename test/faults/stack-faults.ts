import { type Fault, holdOutNone, holdOutThird, type PlainFault } from './fault.ts';
import { guestEnvironment } from './stack/guest-environment.ts';
import { guestSetUp } from './stack/guest-set-up.ts';
import { guestWrongDrivers } from './stack/guest-wrong-drivers.ts';
import { hostEnvironment } from './stack/host-environment.ts';
import { hostProcesses } from './stack/host-processes.ts';
import { hostSurroundings } from './stack/host-surroundings.ts';
import { options } from './stack/options.ts';
import type { StackFault } from './stack/stack-fault.ts';
import { vmOptions } from './stack/vm-options.ts';

const faultOf = (fault: StackFault): PlainFault => ({ stack: () => ({}), ...fault, place: 'stack' });

/** Faults of what stands around the drivers: each broken from the boot on, in a VM of its own. */
export const stackFaults: readonly Fault[] = [
  ...holdOutThird([...options, ...hostEnvironment, ...guestEnvironment].map(faultOf)),
  ...holdOutNone(
    [...vmOptions, ...hostSurroundings, ...hostProcesses, ...guestSetUp, ...guestWrongDrivers].map(faultOf),
  ),
];
