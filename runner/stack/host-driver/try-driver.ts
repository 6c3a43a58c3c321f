import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { messageOf } from '../../base/errors.ts';
import { tailLines } from '../../base/text.ts';
import type { HostStack } from '../host-stack.ts';

const PROBE = 'protocol/identity';
const ALARM_MS = 20_000;
const KILL_MS = 25_000;

/** A Vulkan device of the host, as its driver describes it. */
export interface HostDevice {
  name: string;
  /** `llvmpipe`, `NVIDIA`; null where the driver does not say. */
  driver: string | null;
  /** `580.159.04`, `Mesa 26.1.6-1 (LLVM 21.1.8)`. */
  version: string | null;
  cpu: boolean;
}

export type Trial = { device: HostDevice } | { problem: string };

/**
 * Asks the first device of a host stack's driver who it is, by a probe of the suite.
 * @param probes a folder with probes compiled for the host.
 */
export async function tryDriver(host: HostStack, probes: string): Promise<Trial> {
  const folder = join(probes, 'probes');
  const [program = '', ...args] = host.command([join(folder, PROBE)], {
    folders: [{ path: folder, writable: false }],
    env: { VENUS_SUITE_FD: '3', VENUS_SUITE_OUT: '/tmp', VENUS_SUITE_ALARM_MS: String(ALARM_MS) },
  });
  return runTrial(program, args);
}

/** The same for a command that speaks the probes' protocol on descriptor 3. */
export async function runTrial(program: string, args: readonly string[]): Promise<Trial> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    timeout: KILL_MS,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(messageOf(error)));
    child.once('close', (code, signal) => resolve(signal === null ? `status ${code}` : `it was ended by ${signal}`));
  });
  const [end, protocol, stderr] = await Promise.all([
    ended,
    text(child.stdio[3] as Readable),
    text(child.stdio[2] as Readable),
  ]);
  const device = readDevice(protocol);
  if (device !== null) return { device };
  return {
    problem: [`${PROBE}: ${end}`, reasonOf(protocol) || tailLines(stderr, 1).trim()].filter(Boolean).join(', '),
  };
}

/** The device that the probe's events tell of; null where it came to none. */
export function readDevice(protocol: string): HostDevice | null {
  const told = new Map(eventsIn(protocol).map(({ name, actual }) => [name, actual]));
  const value = (name: string): string | null => {
    const actual = told.get(name);
    return typeof actual === 'string' && actual !== '' ? actual : null;
  };
  const name = value('deviceName');
  if (name === null) return null;
  return { name, driver: value('driverName'), version: value('driverInfo'), cpu: value('deviceType') === 'CPU' };
}

function reasonOf(protocol: string): string {
  return (
    eventsIn(protocol)
      .flatMap(({ reason }) => (typeof reason === 'string' ? [reason] : []))
      .at(-1) ?? ''
  );
}

/** A driver may end the probe in the middle of a line. */
function eventsIn(protocol: string): Record<string, unknown>[] {
  return protocol.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : [];
    } catch {
      return [];
    }
  });
}
