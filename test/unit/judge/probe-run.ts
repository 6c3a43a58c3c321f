import type { ProbeRun } from '../../../runner/guest/guest.ts';

export const HELLO = { event: 'hello', protocol: 1, probe: 'sync/fence-empty' };
export const OK_CHECK = { event: 'check', name: 'wait', ok: true };
export const BAD_CHECK = { event: 'check', name: 'wait', ok: false, expected: 'VK_SUCCESS', actual: 'VK_TIMEOUT' };
export const PASS = { event: 'end', outcome: 'pass' };

/** A protocol stream of these events. */
export function stream(...events: object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** What a guest reports of a process that exited with 0, but for what is given. */
export function probeRun(fields: Partial<ProbeRun>): ProbeRun {
  return {
    protocol: '',
    stderr: '',
    exitCode: 0,
    signal: null,
    ended: 'exit',
    reason: null,
    durationMs: 12,
    processMs: 10,
    files: [],
    fileErrors: [],
    logs: [],
    ...fields,
  };
}
