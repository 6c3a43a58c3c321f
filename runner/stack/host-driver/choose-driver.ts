import { InfraError, messageOf, UsageError } from '../../base/errors.ts';
import type { HostDriverChoice } from '../../plan/target.ts';
import { DriverProblem } from './driver-manifest.ts';
import { type FoundDriver, findDrivers, type LookedAt, type Machine, readDriver } from './find-drivers.ts';
import type { HostDevice, Trial } from './try-driver.ts';

/** The host's Vulkan driver of a run, and why it is this one. */
export interface ChosenDriver {
  choice: HostDriverChoice;
  /** Null for the one that the stack brings along. */
  driver: FoundDriver | null;
  /** What it said of itself; null where nobody asked. */
  device: HostDevice | null;
  /** A sentence. */
  why: string;
  /** What was looked at and not taken, a line each. */
  passedOver: string[];
}

/** What is done with a candidate: prepared, and asked for its device. Null where there is nothing to ask with. */
export type Attempt = (driver: FoundDriver) => Promise<Trial | null>;

/**
 * The driver that a choice other than `lavapipe` stands for on a machine.
 * @throws InfraError where it stands for none, with all that was looked at; UsageError where the manifest named cannot be used.
 */
export async function chooseDriver(
  choice: Exclude<HostDriverChoice, 'lavapipe'>,
  machine: Machine,
  attempt: Attempt,
): Promise<ChosenDriver> {
  if (choice !== 'auto' && choice !== 'system') return namedDriver(choice, machine, attempt);
  const { taken, passedOver } = await firstThatWorks(findDrivers(machine), attempt);
  if (taken !== null) return { choice, ...taken, passedOver };
  if (choice === 'auto') {
    return { choice, driver: null, device: null, why: "no vendor's driver works on this machine", passedOver };
  }
  const looked =
    passedOver.length > 0 ? `: ${passedOver.join('; ')}` : ': no manifest lies where the Vulkan loader looks';
  throw new InfraError(`--host-driver system: no vendor's Vulkan driver works on this machine${looked}`, {
    hint: "Install the GPU vendor's driver, name its manifest with --host-driver ICD.json, or use --host-driver lavapipe.",
  });
}

interface Search {
  taken: Pick<ChosenDriver, 'driver' | 'device' | 'why'> | null;
  passedOver: string[];
}

async function firstThatWorks(looked: readonly LookedAt[], attempt: Attempt): Promise<Search> {
  const passedOver: string[] = [];
  for (const entry of looked) {
    if ('problem' in entry) {
      passedOver.push(`${entry.manifest}: ${entry.problem}`);
      continue;
    }
    const { driver, manifest } = entry;
    if (driver.software) {
      passedOver.push(`${manifest}: draws on the CPU`);
      continue;
    }
    const trial = await attempt(driver);
    if (trial === null) {
      const why = `the first vendor's driver here, ${manifest}; not tried`;
      return { taken: { driver, device: null, why }, passedOver };
    }
    if ('problem' in trial) passedOver.push(`${manifest}: ${trial.problem}`);
    else if (trial.device.cpu) passedOver.push(`${manifest}: its device is a CPU, ${trial.device.name}`);
    else {
      const why = `the first vendor's driver here that works, ${manifest}`;
      return { taken: { driver, device: trial.device, why }, passedOver };
    }
  }
  return { taken: null, passedOver };
}

/** One that the person names is taken as it is: that it does not work is for the run to find. */
async function namedDriver(path: `/${string}`, machine: Machine, attempt: Attempt): Promise<ChosenDriver> {
  let driver: FoundDriver;
  try {
    driver = readDriver(path, machine);
  } catch (error) {
    if (!(error instanceof DriverProblem)) throw error;
    throw new UsageError(`--host-driver: ${messageOf(error)}`, {
      hint: "Give a Vulkan driver's manifest, as in /usr/share/vulkan/icd.d; `venus-suite doctor` lists this machine's.",
      cause: error,
    });
  }
  const trial = await attempt(driver);
  const device = trial !== null && 'device' in trial ? trial.device : null;
  const passedOver = trial !== null && 'problem' in trial ? [`${path}: ${trial.problem}`] : [];
  return { choice: path, driver, device, why: `${path} was named`, passedOver };
}
