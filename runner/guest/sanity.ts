import { tailLines } from '../base/text.ts';
import { parseProtocol } from '../judge/protocol.ts';
import type { ProbeRequest, ProbeRun } from './guest.ts';

/** Answers whether Vulkan is there and which driver it is. */
export const SANITY_PROBE = 'protocol/identity';
const KILL_AFTER_ALARM_MS = 2_000;
const DEADLINE_AFTER_KILL_MS = 5_000;

/** What the sanity probe saw of the driver. */
export interface DriverIdentity {
  /** Why the stack is not sound; null where it is. */
  problem: string | null;
  deviceName: string | null;
  /** The Mesa version that the driver reports, for example `26.1.6`. */
  mesa: string | null;
}

/** The probe as a request of its own, within the bound of the stage `venus`. Milliseconds. */
export function sanityRequest(boundMs: number): ProbeRequest {
  const kill = boundMs + KILL_AFTER_ALARM_MS;
  return {
    id: 'boot/venus',
    probe: SANITY_PROBE,
    args: [],
    env: {},
    bounds: { alarm: boundMs, kill, deadline: kill + DEADLINE_AFTER_KILL_MS },
  };
}

/** Judges the sanity probe's run. A probe that did not start is a problem like any other: the cases will tell more. */
export function identityOf(run: ProbeRun): DriverIdentity {
  const { events } = parseProtocol(run.protocol);
  const checks = events.filter((event) => event.event === 'check');
  const seen = checks.flatMap(({ actual }) => actual ?? []);
  const named = checks.find(({ name }) => /device.?name/i.test(name))?.actual;
  return {
    problem: problemOf(run),
    deviceName: named ?? seen.find((text) => text.startsWith('Virtio-GPU Venus')) ?? null,
    mesa: seen.map((text) => /\bMesa (\d[\w.]*)/.exec(text)?.[1]).find((version) => version !== undefined) ?? null,
  };
}

function problemOf(run: ProbeRun): string | null {
  if (run.ended === 'exit' && run.exitCode === 0) return null;
  const { events } = parseProtocol(run.protocol);
  const failed = events.find((event) => event.event === 'check' && !event.ok);
  if (failed?.event === 'check') {
    const { name, expected, actual, message } = failed;
    return [`${name} failed`, expected && `expected ${expected}`, actual && `got ${actual}`, message]
      .filter(Boolean)
      .join(', ');
  }
  const end = events.at(-1);
  if (end?.event === 'end' && end.reason !== '') return end.reason;
  const last = tailLines(run.stderr, 1).trim();
  const how = run.reason ?? (run.signal === null ? `status ${run.exitCode}` : `${run.ended}, ${run.signal}`);
  return `${SANITY_PROBE} ended with ${how}${last === '' ? '' : `: ${last}`}`;
}
