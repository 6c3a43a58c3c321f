import type { Expectation } from '../../runner/plan/expectation.ts';
import type { HostTarget, VmTarget } from '../../runner/plan/target.ts';

/** What all faults are tried with. Paths are absolute. */
export interface BedContext {
  target: VmTarget;
  expectations: readonly Expectation[];
  /** The host under the VM, for host/baseline. */
  host: { target: HostTarget; expectations: readonly Expectation[] };
  /** Logs and files of each VM go to a folder of its own in it. */
  folder: string;
  /** The folder of the host's layer of planted faults. */
  layer: string;
  /** A folder that is laid over the guest's root. */
  overlay: string;
  signal: AbortSignal;
  note(line: string): void;
}

/** How a boot went wrong under a fault. */
export interface BootTrouble {
  stage: string;
  /** What was found there, one line. */
  problem: string;
  /** Whether the guest was reached all the same, so that its cases could run. */
  reached: boolean;
}
