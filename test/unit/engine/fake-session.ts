import { setTimeout as sleep } from 'node:timers/promises';
import { InfraError } from '../../../runner/base/errors.ts';
import { Session } from '../../../runner/engine/session.ts';
import type { BootReport, Guest, ProbeRequest, ProbeRun } from '../../../runner/guest/guest.ts';

/** What one guest does, in the order in which it is asked. */
export interface FakeGuest {
  runs: (ProbeRun['ended'] | Partial<ProbeRun>)[];
  /** Whether it still answers after a run that ended otherwise than by an exit. */
  alive?: boolean;
  /** Whether it still is sound when it is examined. */
  sanity?: boolean;
  boots?: boolean;
  finding?: string;
  /** Milliseconds that its end takes. */
  closing?: number;
}

const line = (event: Record<string, unknown>): string => `${JSON.stringify(event)}\n`;
const protocolOf = (probe: string, end: Record<string, unknown>): string =>
  line({ event: 'hello', protocol: 1, probe }) +
  (end['outcome'] === 'pass' ? line({ event: 'check', name: 'x', ok: true }) : '') +
  line({ event: 'end', ...end });

/** A run that ended so; by an exit it passed, unless it says otherwise. */
export function probeRun(probe: string, changes: Partial<ProbeRun> = {}): ProbeRun {
  return {
    protocol: protocolOf(probe, { outcome: 'pass' }),
    stderr: '',
    exitCode: 0,
    signal: null,
    ended: 'exit',
    reason: null,
    durationMs: 10,
    processMs: 5,
    files: [],
    fileErrors: [],
    logs: [],
    ...changes,
  };
}

function fakeGuest(script: FakeGuest, seen: { closed: number; asked: string[] }): Guest {
  const runs = [...script.runs];
  return {
    async boot() {
      if (script.boots === false) throw new InfraError('no console');
      const stack = { profile: 'p', accelerator: 'tcg' };
      const stages = [{ stage: 'venus', ok: script.finding === undefined, atMs: 1, detail: '' }];
      return { stages, finding: script.finding ?? null, stack } as unknown as BootReport;
    },
    async runProbe(request: ProbeRequest) {
      seen.asked.push(request.id);
      if (request.id.startsWith('recovery/')) {
        if (script.sanity !== false) return probeRun(request.probe);
        return probeRun(request.probe, {
          protocol: protocolOf(request.probe, { outcome: 'error', reason: 'no device' }),
          exitCode: 99,
        });
      }
      const next = runs.shift() ?? 'exit';
      if (typeof next !== 'string') return probeRun(request.probe, next);
      return probeRun(request.probe, next === 'exit' ? {} : { ended: next, exitCode: null, protocol: '' });
    },
    alive: async () => script.alive ?? false,
    async close() {
      await sleep(script.closing ?? 0);
      seen.closed += 1;
    },
  };
}

/** A session whose guests do as told, one script for each that is booted; what they were asked. */
export function sessionOf(guests: FakeGuest[]) {
  const seen = { boots: 0, closed: 0, asked: [] as string[], notes: [] as string[] };
  const session = new Session({
    create: async () => fakeGuest(guests[seen.boots++] ?? { runs: [] }, seen),
    timeScale: 1,
    note: (text) => seen.notes.push(text),
    stage: () => {},
    booted: () => {},
  });
  return { session, seen };
}
