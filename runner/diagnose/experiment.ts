/**
 * Where an experiment runs. `guest`: the stack under test, in a VM that stays. `fresh-guest`: the same in a new one.
 * `host`: the host's driver without a VM, the rest of the stack's host side as it is. `page-size`: the same stack with
 * the guest's other page size, `accelerator`: under another accelerator, where there is a target that differs in that alone.
 * `validation`: the same with Vulkan's validation layer on the host, where it is installed. `plain-host`: `host`
 * without what options gave it. `other-guest`, `other-host`:
 * one side exchanged and the other as it is: without the options that changed it, or where none did, of another release.
 */
export type Place =
  | 'guest'
  | 'fresh-guest'
  | 'host'
  | 'page-size'
  | 'accelerator'
  | 'validation'
  | 'plain-host'
  | 'other-guest'
  | 'other-host';

/** One thing varied. */
export interface Experiment {
  /** Begins with `host:` where it says nothing of the VM. */
  id: string;
  /** What is changed, for a person. */
  change: string;
  place: Place;
  /** The case that is run; null for the one that is diagnosed. */
  caseId: string | null;
  /** Added to the probe's environment. */
  env?: Readonly<Record<string, string>>;
  /** Run without a VM even where the case needs one: only what its program finds there counts, not whether it passes. */
  evenWithoutVm?: true;
  /** How often it is run, where once proves nothing. */
  repeat?: number;
  /** Seconds that it takes about, on an emulated guest: the cheap ones come first. */
  costS: number;
}

/** A case that takes longer is not repeated as often. Milliseconds. */
const SLOW_MS = 2000;
const REPEATS_OF_SLOW = 2;

/** How often it is run. @param firstMs what the case took that is diagnosed, milliseconds. */
export function repeatsOf({ repeat = 1 }: Experiment, firstMs: number): number {
  return firstMs > SLOW_MS ? Math.min(repeat, REPEATS_OF_SLOW) : repeat;
}
