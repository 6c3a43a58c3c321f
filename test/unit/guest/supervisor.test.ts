import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CaseCollector } from '../../../runner/guest/case-collector.ts';
import { LIMITS } from '../../../runner/guest/guest.ts';
import { KernelLog } from '../../../runner/guest/kernel-log.ts';
import { type RunBounds, Supervisor } from '../../../runner/guest/supervisor.ts';
import { encodeFrame } from '../../../runner/guest/supervisor-frames.ts';
import type { SupervisorPipeEvents } from '../../../runner/guest/supervisor-pipe.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'supervisor-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const HELLO = encodeFrame('H', Buffer.from([0, 0, 0, 1, 0, 0, 0, 15]));
const message = {
  killMs: 1_000,
  limits: { protocol: 1, output: 1, file: 1, files: 1 },
  memoryMiB: 0,
  processes: 0,
  argv: ['/p'],
  env: {},
};
const numbers = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
};
const started = (number = 1): Buffer => encodeFrame('S', numbers(number));
const passed = (number = 1): Buffer => encodeFrame('E', numbers(number, 0, 0, 0, 1500, 0, 0, 0, 0, 0));
const announcing = (name: string): Buffer =>
  encodeFrame('3', Buffer.from(`${JSON.stringify({ event: 'file', name, media: 'text/plain' })}\n`));
const hello = encodeFrame('3', Buffer.from('{"event":"hello","protocol":1,"probe":"a/b"}\n'));

/** A supervisor whose guest is played by the test. */
async function connect(greeting: Buffer = HELLO) {
  let events: SupervisorPipeEvents | undefined;
  const sent: string[] = [];
  const log = new KernelLog(join(folder, 'dmesg.log'));
  const supervisor = await Supervisor.start(
    async (given) => {
      events = given;
      given.data(greeting);
      return { write: (bytes) => void sent.push(Buffer.from(bytes).toString('latin1', 0, 1)), close: () => {} };
    },
    (records) => log.push(records),
    () => 200,
  );
  const collector = new CaseCollector(log, join(folder, 'case'));
  return {
    supervisor,
    collector,
    sent,
    say: (...frames: Buffer[]) => events?.data(Buffer.concat(frames)),
    hangUp: () => events?.end('the ssh link was cut'),
    run: (bounds: RunBounds = { deadlineMs: 1_000 }) => supervisor.run(message, collector, bounds),
  };
}

describe('a guest that keeps to the protocol', () => {
  it('has its case told, with its own lines of the kernel log', async () => {
    const guest = await connect();
    const log = (sequence: number, text: string): Buffer =>
      encodeFrame('L', Buffer.from(`6,${sequence},0,-;${text}\n`));
    const running = guest.run();
    guest.say(
      log(1, 'before'),
      started(),
      log(2, 'during'),
      encodeFrame('1', Buffer.from('out')),
      passed(),
      log(3, 'after'),
    );
    expect(await running).toMatchObject({ ended: 'exit', exitCode: 0, processMs: 1.5 });
    expect(guest.collector.output.text()).toBe('out');
    const { start = 0, end = 0 } = guest.collector.dmesg ?? {};
    expect(readFileSync(join(folder, 'dmesg.log'), 'utf8').slice(start, end)).toBe('[    0.000000] during\n');
  });

  it('has the files written that the probe announced, and no others', async () => {
    const guest = await connect();
    const running = guest.run();
    const file = (name: string): Buffer[] => [encodeFrame('F', Buffer.from(name)), encodeFrame('D', Buffer.from(name))];
    guest.say(started(), hello, announcing('a.txt'), announcing('b.txt'), announcing('c.txt'), announcing('../up'));
    guest.say(...file('a.txt'), ...file('other.txt'), ...file('../up'), ...file('/etc/x'), ...file('a.txt'));
    guest.say(encodeFrame('X', Buffer.from('b.txt\0is not a plain file')), passed());
    await running;
    expect(readdirSync(folder).toSorted()).toEqual(['case']);
    expect(readdirSync(join(folder, 'case'))).toEqual(['a.txt']);
    expect(readFileSync(join(folder, 'case/a.txt'), 'utf8')).toBe('a.txt');
    expect(guest.collector.files.errors).toEqual(['b.txt: is not a plain file']);
    expect(guest.collector.files.missing()).toEqual(['c.txt']);
  });

  it('answers a ping', async () => {
    const guest = await connect();
    const asked = guest.supervisor.ping(1_000);
    guest.say(encodeFrame('A'));
    expect(await asked).toBe(true);
    expect(await guest.supervisor.ping(20)).toBe(false);
  });
});

describe('a guest that lies', () => {
  const flood = Array.from({ length: LIMITS.stderr / (32 << 10) + 1 }, () => encodeFrame('1', Buffer.alloc(32 << 10)));

  it.each([
    ['ends a case that does not run', [passed(2)]],
    ['starts another one', [started(2)]],
    ['sends an end that is none', [started(), encodeFrame('E', Buffer.from('pass'))]],
    ['sends more than it may', [started(), ...flood]],
    ['sends a kind that is none', [encodeFrame('?')]],
    ['sends a length over the bound', [Buffer.from([0x31, 0xff, 0xff, 0xff, 0xff])]],
    ['greets twice', [HELLO]],
  ])('%s: the case is lost, and nothing more is believed', async (_, frames) => {
    const guest = await connect();
    const running = guest.run();
    guest.say(...frames);
    guest.say(passed());
    expect(await running).toMatchObject({ ended: 'lost', exitCode: null, reason: expect.stringContaining('protocol') });
    expect(await guest.supervisor.ping(20)).toBe(false);
    expect(guest.collector.output.bytes().length).toBeLessThanOrEqual(LIMITS.stderr);
  });

  it('is not taken up', async () => {
    await expect(connect(passed())).rejects.toThrow(/first word/);
    await expect(connect(encodeFrame('H', Buffer.from([0, 0, 0, 9, 0, 0, 0, 0])))).rejects.toThrow(/version 9/);
    await expect(connect(Buffer.from('sh: not found\n'))).rejects.toThrow(/protocol/);
    await expect(connect(Buffer.alloc(0))).rejects.toThrow(/nothing/);
  });
});

describe('a guest that does not answer', () => {
  it('is told to stop at the deadline; an end that comes then changes nothing', async () => {
    const guest = await connect();
    const running = guest.run({ deadlineMs: 30 });
    guest.say(started());
    setTimeout(() => guest.say(passed()), 60);
    expect(await running).toMatchObject({ ended: 'deadline', exitCode: null });
    expect(guest.sent).toEqual(['R', 'K']);
    expect(guest.supervisor.lost).toBeNull();
  });

  it('is stopped with the run', async () => {
    const controller = new AbortController();
    const guest = await connect();
    const running = guest.run({ deadlineMs: 5_000, signal: controller.signal });
    controller.abort();
    setTimeout(() => guest.say(passed()), 20);
    expect(await running).toMatchObject({ ended: 'aborted', exitCode: null });
  });

  it('since its link was cut: what it said stays, and is no pass', async () => {
    const guest = await connect();
    const running = guest.run();
    guest.say(started(), hello);
    guest.hangUp();
    expect(await running).toMatchObject({ ended: 'lost', exitCode: null, reason: 'the ssh link was cut' });
    expect(guest.collector.protocol.text()).toContain('hello');
    expect(await guest.run()).toMatchObject({ ended: 'lost' });
  });
});
