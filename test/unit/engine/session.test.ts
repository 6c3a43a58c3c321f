import { describe, expect, it } from 'vitest';
import { InfraError } from '../../../runner/base/errors.ts';
import type { ProbeRequest } from '../../../runner/guest/guest.ts';
import { sessionOf } from './fake-session.ts';

const request = { id: 'a/b', bounds: { alarm: 1, kill: 2, deadline: 3 } } as ProbeRequest;
const signal = new AbortController().signal;

describe('Session', () => {
  it('gives a dead guest up, and boots a fresh one only when somebody asks', async () => {
    const { session, seen } = sessionOf([{ runs: ['exit', 'lost'] }, { runs: ['exit'] }]);
    expect(await session.ready()).toBe(true);
    expect((await session.run(request)).ended).toBe('exit');
    expect((await session.run(request)).ended).toBe('lost');
    expect(session.hasGuest).toBe(false);
    expect(seen).toMatchObject({ boots: 1, closed: 1 });
    expect(await session.ready()).toBe(true);
    expect((await session.run(request)).ended).toBe('exit');
    expect(seen).toMatchObject({ boots: 2, closed: 1 });
  });

  it('keeps a guest that still answers after a missed deadline, and leaves the outcome alone', async () => {
    const { session, seen } = sessionOf([{ runs: ['deadline', 'exit'], alive: true }]);
    await session.ready();
    expect((await session.run(request)).ended).toBe('deadline');
    expect(session.hasGuest).toBe(true);
    expect(seen.boots).toBe(1);
  });

  it('tells a missed deadline in a dead guest as lost', async () => {
    const { session } = sessionOf([{ runs: ['deadline'] }]);
    await session.ready();
    expect((await session.run(request)).ended).toBe('lost');
  });

  it('keeps a guest whose sanity probe passes, and gives up one whose does not', async () => {
    const sound = sessionOf([{ runs: [] }]);
    await sound.session.ready();
    expect(await sound.session.examine(signal)).toBeNull();
    expect(sound.session.hasGuest).toBe(true);

    const broken = sessionOf([{ runs: [], sanity: false, alive: true }]);
    await broken.session.ready();
    expect(await broken.session.examine(signal)).toContain('no device');
    expect(broken.session.hasGuest).toBe(false);
    expect(broken.seen.closed).toBe(1);
  });

  it('asks a stack that never had a sound Venus only whether it is alive', async () => {
    const { session } = sessionOf([{ runs: [], sanity: false, alive: true, finding: 'stage venus: none' }]);
    await session.ready();
    expect(await session.examine(signal)).toBeNull();
  });

  it('gives up after three cases in a row that cost a guest, not after one that cost two', async () => {
    const { session } = sessionOf([]);
    session.caseEnded('a/1', { killed: true, timedOut: false });
    session.caseEnded('a/2', { killed: true, timedOut: false });
    session.caseEnded('a/3', { killed: false, timedOut: false });
    session.caseEnded('a/4', { killed: true, timedOut: false });
    session.caseEnded('a/5', { killed: true, timedOut: false });
    expect(session.ended).toBeNull();
    session.caseEnded('a/6', { killed: true, timedOut: false });
    expect(session.ended).toContain('3 cases in a row');
    expect(await session.ready()).toBe(false);
  });

  it('gives a stack that failed at its boot up after ten time-outs in a row, and a sound one never', async () => {
    const late = { killed: false, timedOut: true };
    const broken = sessionOf([{ runs: [], finding: 'stage venus: none' }]).session;
    await broken.ready();
    for (let i = 0; i < 9; i++) broken.caseEnded('a/1', late);
    broken.caseEnded('a/2', { killed: false, timedOut: false });
    for (let i = 0; i < 9; i++) broken.caseEnded('a/3', late);
    expect(await broken.ready()).toBe(true);
    broken.caseEnded('a/4', late);
    expect(broken.ended).toMatch(/10 cases in a row timed out .*stage venus: none/);
    expect(await broken.ready()).toBe(false);

    const sound = sessionOf([{ runs: [] }]).session;
    await sound.ready();
    for (let i = 0; i < 20; i++) sound.caseEnded('a/1', late);
    expect(sound.ended).toBeNull();
  });

  it('ends where no fresh guest boots, and says why', async () => {
    const { session, seen } = sessionOf([{ runs: ['lost'] }, { runs: [], boots: false }]);
    await session.ready();
    await session.run(request);
    expect(await session.ready()).toBe(false);
    expect(session.ended).toContain('no console');
    expect(session.bootError).toBeInstanceOf(InfraError);
    expect(seen).toMatchObject({ boots: 2, closed: 2 });
  });

  it('closes a guest that was still being made when the session closed', async () => {
    const { session, seen } = sessionOf([{ runs: [] }]);
    const booting = session.ready();
    await session.close();
    expect(await booting).toBe(false);
    expect(seen).toMatchObject({ boots: 1, closed: 1 });
  });

  it('waits for the end of its guest, however often it is closed', async () => {
    const { session, seen } = sessionOf([{ runs: [], closing: 50 }]);
    await session.ready();
    void session.close();
    await session.close();
    expect(seen.closed).toBe(1);
  });
});
