import { UsageError } from '../../base/errors.ts';
import type { HostDriverChoice } from '../../plan/target.ts';
import type { HostStack } from '../host-stack.ts';
import type { Progress } from '../progress.ts';
import { type ChosenDriver, chooseDriver } from './choose-driver.ts';
import { type FoundDriver, findDrivers, type Machine, thisMachine } from './find-drivers.ts';
import { driverEnv, ownManifest, type PlacedDriver, placeDriver } from './place-driver.ts';
import { tryDriver } from './try-driver.ts';

interface Selection {
  chosen: ChosenDriver;
  /** Null for the driver that the stack brings along. */
  placed: PlacedDriver | null;
}

/** By stack and choice: a run keeps its driver, also where a fresh guest is booted after the GPU was lost. */
const kept = new Map<string, Promise<Selection>>();

/** What `withHostDriver` has to work with. */
export interface DriverTools {
  /** A folder with probes compiled for the host; null where there is none: a driver that is found then goes untried. */
  probes(): Promise<string | null>;
  progress: Progress;
}

/**
 * A host stack with the Vulkan driver that was chosen in the place of its own.
 * @param asked undefined leaves the stack as it is; one without a driver of its own then takes the machine's.
 * @throws InfraError where no driver of the machine works; UsageError where the one that is named cannot be used.
 */
export async function withHostDriver(
  host: HostStack,
  asked: HostDriverChoice | undefined,
  tools: DriverTools,
): Promise<HostStack> {
  const choice = choiceFor(host, asked);
  if (choice === null) return host;
  const key = JSON.stringify([host.kind, host.key, choice]);
  const selection = kept.get(key) ?? selectDriver(host, choice, thisMachine(), tools);
  kept.set(key, selection);
  return stackWith(host, await selection);
}

/**
 * What is asked for means on a stack.
 * @returns null where that is the stack as it is; a stack without a driver of its own must have the machine's.
 */
export function choiceFor(
  host: Pick<HostStack, 'libraries' | 'vulkanDriver'>,
  asked: HostDriverChoice | undefined,
): HostDriverChoice | null {
  if (host.libraries === null) return asked ?? null;
  if (host.vulkanDriver !== null) return asked === 'lavapipe' ? null : (asked ?? null);
  return asked === undefined || asked === 'auto' ? 'system' : asked;
}

/** Looks for the driver and shows it to the stack. */
export async function selectDriver(
  host: HostStack,
  choice: HostDriverChoice,
  machine: Machine,
  { probes, progress }: DriverTools,
): Promise<Selection> {
  if (choice === 'lavapipe') return machinesLavapipe(host, machine, progress);
  const placed = new Map<FoundDriver, PlacedDriver>();
  const chosen = await chooseDriver(choice, machine, async (driver) => {
    const place = await placeFor(driver, choice, host, machine, progress);
    placed.set(driver, place);
    const folder = await probes();
    return folder === null ? null : tryDriver(over(host, place), folder);
  });
  progress(`Host driver: ${describe(chosen)}`);
  return { chosen, placed: (chosen.driver && placed.get(chosen.driver)) ?? null };
}

function stackWith(host: HostStack, { chosen, placed }: Selection): HostStack {
  return { ...(placed === null ? host : over(host, placed)), driver: chosen };
}

/** One line for a person. */
export function describe({ driver, device, why }: ChosenDriver): string {
  const name = device === null ? (driver === null ? "the stack's own" : driver.vendor) : device.name;
  return `${name} (${why})`;
}

/** For a stack that brings no lavapipe along. */
async function machinesLavapipe(host: HostStack, machine: Machine, progress: Progress): Promise<Selection> {
  const found = findDrivers(machine).flatMap((entry) => ('driver' in entry ? [entry.driver] : []));
  const driver = found.find(({ vendor }) => vendor === 'lvp');
  if (driver === undefined) {
    throw new UsageError('--host-driver lavapipe: neither the host stack nor this machine has lavapipe', {
      hint: 'Install mesa-vulkan-drivers, or use a target whose host stack has it.',
    });
  }
  return {
    chosen: { choice: 'lavapipe', driver, device: null, why: 'lavapipe was asked for', passedOver: [] },
    placed: await placeFor(driver, 'lavapipe', host, machine, progress),
  };
}

async function placeFor(
  driver: FoundDriver,
  choice: HostDriverChoice,
  host: HostStack,
  machine: Machine,
  progress: Progress,
): Promise<PlacedDriver> {
  const { libraries } = host;
  if (libraries === null) {
    const egl = driver.egl?.manifest ?? null;
    return { manifest: driver.manifest, folders: [], env: driverEnv(driver.manifest, egl) };
  }
  // A driver that is named is that very build; of one that is found, the stack's own build goes better with it.
  const named = choice !== 'auto' && choice !== 'system';
  const own = host.root === null || !libraries.ownRoot || named ? null : ownManifest(host.root, driver.vendor);
  if (own === null) return placeDriver(driver, libraries, machine.folders, progress);
  return { manifest: own, folders: [], env: { ...driverEnv(own, null), LIBGL_ALWAYS_SOFTWARE: '0' } };
}

function over(host: HostStack, { manifest, folders, env }: PlacedDriver): HostStack {
  return {
    ...host,
    env: { ...host.env, ...env },
    vulkanDriver: manifest,
    command: (program, options = {}) => {
      const given = options.env ?? {};
      const libraryPath = [given['LD_LIBRARY_PATH'], env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
      return host.command(program, {
        folders: [...folders, ...(options.folders ?? [])],
        env: { ...env, ...given, ...(libraryPath === '' ? {} : { LD_LIBRARY_PATH: libraryPath }) },
      });
    },
  };
}
