import { describe, expect, it } from 'vitest';
import { InfraError } from '../../../runner/base/errors.ts';
import { Session } from '../../../runner/engine/session.ts';
import type { BootReport, Guest, ProbeRequest, ProbeRun } from '../../../runner/guest/guest.ts';

const request = { id: 'a/b', bounds: { alarm: 1, kill: 2, deadline: 3 } } as ProbeRequest;
const ended = (how: ProbeRun['ended']): ProbeRun => ({ ended: how, reason: null }) as ProbeRun;

/** Guests that end their probes as told, one list for each guest that is booted. */
function sessionOf(guests: ProbeRun['ended'][][], alive = false, unbootable = new Set<number>()) {
  const seen = { boots: 0, closed: 0, notes: [] as string[] };
  const create = async (): Promise<Guest> => {
    const number = seen.boots++;
    const runs = [...(guests[number] ?? [])];
    return {
      boot: async () => {
        if (unbootable.has(number)) throw new InfraError('no console');
        return { stages: [], finding: null } as unknown as BootReport;
      },
      runProbe: async () => ended(runs.shift() ?? 'exit'),
      alive: async () => alive,
      close: async () => {
        seen.closed += 1;
      },
    };
  };
  const session = new Session(create, { note: (line) => seen.notes.push(line), stage: () => {}, booted: () => {} });
  return { session, seen };
}

describe('Session', () => {
  it('boots a fresh guest after one that died, and goes on', async () => {
    const { session, seen } = sessionOf([['exit', 'lost'], ['exit']]);
    await session.boot();
    const outcomes = [await session.run(request), await session.run(request), await session.run(request)];
    expect(outcomes.map((run) => run.ended)).toEqual(['exit', 'lost', 'exit']);
    expect(seen).toMatchObject({ boots: 2, closed: 1 });
    expect(seen.notes.join()).toContain('a/b');
  });

  it('keeps a guest that still answers after a missed deadline, and leaves the outcome alone', async () => {
    const { session, seen } = sessionOf([['deadline', 'exit']], true);
    await session.boot();
    expect((await session.run(request)).ended).toBe('deadline');
    expect(seen.boots).toBe(1);
  });

  it('tells a missed deadline in a dead guest as lost', async () => {
    const { session } = sessionOf([['deadline'], []]);
    await session.boot();
    expect((await session.run(request)).ended).toBe('lost');
  });

  it('gives up after three deaths in a row, and says so', async () => {
    const { session, seen } = sessionOf([['lost'], ['lost'], ['lost'], []]);
    await session.boot();
    for (let i = 0; i < 3; i++) await session.run(request);
    expect(session.ended).toContain('3 cases in a row');
    expect(seen).toMatchObject({ boots: 3, closed: 3 });
  });

  it('ends where no fresh guest boots', async () => {
    const { session } = sessionOf([['lost'], []], false, new Set([1]));
    await session.boot();
    await session.run(request);
    expect(session.ended).toContain('no console');
  });

  it('closes what it created where the boot fails', async () => {
    const { session, seen } = sessionOf([[]], false, new Set([0]));
    await expect(session.boot()).rejects.toThrow(InfraError);
    expect(seen.closed).toBe(1);
  });
});
