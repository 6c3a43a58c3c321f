import { InfraError, messageOf } from '../base/errors.ts';
import type { Console } from './console.ts';
import type { GuestLink } from './guest-link.ts';
import type { ProbeRunner } from './probe-runner.ts';
import type { QemuMachine } from './qemu-machine.ts';
import { type DriverIdentity, identityOf, sanityRequest } from './sanity.ts';
import type { Stages } from './stages.ts';

const RENDER_NODE = '/dev/dri/renderD128';

/** The lines that vmimages/init/init writes to the console, in their order. */
const MARK = {
  kernel: /Linux version \S+/,
  init: /venus-suite-init: up/,
  ssh: /venus-suite-init: ssh[^\n]*\n/,
  gpu: /venus-suite-init: gpu [^\n]*\n/,
} as const;

const PANIC_TRACE_MS = 3_000;
const PANIC_HINT =
  'The console above says why. A kernel or an overlay that was given for this run is the first suspect.';

async function waitForMark(machine: QemuMachine, mark: RegExp, what: string, boundMs: number): Promise<string> {
  const end = await machine.console.waitFor(mark, boundMs, () => machine.process.exit !== null);
  if (!('ended' in end)) return end.line;
  if (end.ended === 'panic') {
    // The trace comes after the line that tells of the panic; QEMU ends once it is written.
    await machine.process.endsWithin(PANIC_TRACE_MS);
    throw new InfraError(`the guest's kernel panicked: ${end.line}`, { hint: PANIC_HINT });
  }
  if (end.ended === 'stopped') throw new Error(machine.obituary() ?? 'QEMU is gone');
  throw new Error(`the console shows no ${what} within ${Math.round(boundMs / 1000)} s`);
}

/** Follows a built image's console from the kernel to its init. @throws InfraError */
export async function followConsole(machine: QemuMachine, stages: Stages, tail: () => string): Promise<void> {
  const kernel = (boundMs: number): Promise<string> => waitForMark(machine, MARK.kernel, 'kernel', boundMs);
  await stages.must('kernel', kernel, tail);
  const init = (boundMs: number): Promise<string> => waitForMark(machine, MARK.init, 'init', boundMs);
  await stages.must('init', init, tail);
}

/**
 * Connects and waits for a finished command.
 * @param machine the VM, where it is ours.
 * @param marksConsole whether its console says when its ssh server listens.
 * @throws InfraError
 */
export async function reachSsh(
  link: GuestLink,
  stages: Stages,
  tail: () => string,
  machine: QemuMachine | null,
  marksConsole: boolean,
): Promise<void> {
  await stages.must(
    'ssh',
    async (boundMs) => {
      const began = performance.now();
      if (machine && marksConsole) {
        const line = await waitForMark(machine, MARK.ssh, 'ssh server', boundMs);
        if (line.includes('missing')) throw new Error(line);
      }
      try {
        await link.connect(Math.max(1000, boundMs - (performance.now() - began)), machine?.gone);
      } catch (error) {
        // A port that nobody listens to any more is how QEMU's own end looks from here.
        throw new Error((await machine?.diedOf()) ?? messageOf(error), { cause: error });
      }
      return 'a command finishes';
    },
    tail,
  );
}

const SUPERVISOR_HINT =
  'Was it built for this guest’s architecture and C library? A target in venus-suite.config.ts names its own `probes`.';

/** Starts what runs the probes. @throws InfraError where it does not start: no case can run then. */
export async function startSupervisor(
  runner: Pick<ProbeRunner, 'start'>,
  stages: Stages,
  tail: () => string,
): Promise<void> {
  try {
    await runner.start(stages.bound('ssh'));
  } catch (error) {
    throw new InfraError(`the supervisor does not start in the guest: ${messageOf(error)}`, {
      tail: tail(),
      hint: SUPERVISOR_HINT,
      cause: error,
    });
  }
}

/** Waits for the render node: init's word for it where it gives one, else a look. @returns a finding, or null. */
export async function lookAtGpu(link: GuestLink, stages: Stages, console: Console | null): Promise<string | null> {
  const boundMs = stages.bound('gpu');
  if (console) {
    const end = await console.waitFor(MARK.gpu, boundMs, () => link.lost !== null);
    if ('ended' in end)
      return stages.finding('gpu', `the guest's GPU driver did not finish loading (${end.line ?? end.ended})`);
    if (end.line.endsWith(RENDER_NODE)) {
      stages.done('gpu', RENDER_NODE);
      return null;
    }
  }
  const result = await link.exec(`[ -e ${RENDER_NODE} ]`, { timeoutMs: boundMs });
  if (result.ended === 'exit' && result.code === 0) {
    stages.done('gpu', RENDER_NODE);
    return null;
  }
  return stages.finding('gpu', `the guest has no ${RENDER_NODE}${result.reason ? ` (${result.reason})` : ''}`);
}

/**
 * Asks the driver who it is.
 * @param obstacle what is known to be in Venus' way, for the finding.
 * @returns what it said, and a finding or null.
 */
export async function lookAtVenus(
  runner: Pick<ProbeRunner, 'run'>,
  stages: Stages,
  obstacle: string | null = null,
): Promise<{ identity: DriverIdentity; finding: string | null }> {
  const identity = identityOf(await runner.run(sanityRequest(stages.bound('venus'))));
  if (identity.problem !== null) {
    const problem = [obstacle, identity.problem].filter((part) => part !== null).join('; ');
    return { identity, finding: stages.finding('venus', problem) };
  }
  stages.done('venus', identity.deviceName ?? 'the sanity probe passed');
  return { identity, finding: null };
}
