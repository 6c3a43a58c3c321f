import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attemptCase } from '../../../runner/engine/attempt-case.ts';
import { RunLogs } from '../../../runner/engine/run-logs.ts';
import type { Case } from '../../../runner/plan/case.ts';
import type { Expectation } from '../../../runner/plan/expectation.ts';
import { type FakeGuest, sessionOf } from './fake-session.ts';

let runDir: string;
beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), 'attempts-'));
});
afterEach(() => rmSync(runDir, { recursive: true }));

const probeCase = (changes: Partial<Case> = {}): Case =>
  ({ id: 'a/b', probe: 'a/b', args: [], env: {}, timeoutS: 1, golden: null, expectedLog: [], ...changes }) as Case;

async function attempt(guests: FakeGuest[], { repeat = 1, expectations = [] as Expectation[], of = probeCase() } = {}) {
  const { session, seen } = sessionOf(guests);
  await session.ready();
  const signal = new AbortController().signal;
  const context = { runDir, goldenRoot: '', expectations, logs: new RunLogs(runDir), timeScale: 1, repeat, signal };
  const result = await attemptCase(of, session, context);
  return { result, seen, session };
}
const outcomes = (result: Awaited<ReturnType<typeof attempt>>['result']) =>
  result?.attempts.map(({ outcome }) => outcome);

describe('attemptCase', () => {
  it('tries a passing case once and asks nothing more of the guest', async () => {
    const { result, seen } = await attempt([{ runs: ['exit'] }]);
    expect(result).toMatchObject({ outcome: 'pass', verdict: 'ok' });
    expect(seen.asked).toEqual(['a/b']);
  });

  it("takes an expectation for what it is on the guest's profile alone", async () => {
    const known = { case: 'a/b', outcome: 'lost', match: '.', reason: 'r', link: 'l' } as const;
    const on = async (profile: string) =>
      (await attempt([{ runs: ['lost'] }, { runs: ['lost'] }], { expectations: [{ ...known, profile }] })).result;
    expect(await on('p')).toMatchObject({ verdict: 'known' });
    expect(await on('q-*')).toMatchObject({ verdict: 'regression' });
  });

  it('tries a case that kills VMs exactly twice, each on a guest of its own', async () => {
    const { result, seen, session } = await attempt([{ runs: ['lost'] }, { runs: ['lost'] }, { runs: ['exit'] }]);
    expect(outcomes(result)).toEqual(['lost', 'lost']);
    expect(result).toMatchObject({ outcome: 'lost', verdict: 'regression' });
    expect(seen.boots).toBe(2);
    expect(session.hasGuest).toBe(false);
  });

  it('calls a case that killed a VM once and then passed flaky, and tells of the death', async () => {
    const { result } = await attempt([{ runs: ['lost'] }, { runs: ['exit'] }]);
    expect(outcomes(result)).toEqual(['lost', 'pass']);
    expect(result).toMatchObject({ outcome: 'lost', verdict: 'flaky', exit: { code: null } });
  });

  it('keeps a guest that is sound after a crash, without another attempt', async () => {
    const crash = { exitCode: null, signal: 'SIGSEGV' };
    const { result, seen, session } = await attempt([{ runs: [crash] }]);
    expect(outcomes(result)).toEqual(['crash']);
    expect(seen).toMatchObject({ asked: ['a/b', 'recovery/venus'], boots: 1 });
    expect(session.hasGuest).toBe(true);
  });

  it('replaces a guest that is not sound after a time-out, and says so in the attempt', async () => {
    const timeout = { exitCode: null, signal: 'SIGALRM' };
    const { result, seen } = await attempt([{ runs: [timeout], sanity: false }, { runs: ['exit'] }]);
    expect(outcomes(result)).toEqual(['timeout', 'pass']);
    expect(result?.attempts[0]?.message).toContain('not sound: no device');
    expect(result?.verdict).toBe('flaky');
    expect(seen).toMatchObject({ boots: 2, closed: 1 });
  });

  it.each([
    ['a pass that leaves a broken guest is lost', [], 'lost'],
    ['a log line that the case causes on purpose is no suspicion', ['ctrl 0x10c'], 'pass'],
  ] as const)('%s', async (_, expectedLog, outcome) => {
    const text = 'virtio_gpu_virgl_process_cmd: ctrl 0x10c, error 0x1200\n';
    writeFileSync(join(runDir, 'qemu.log'), text);
    const logs = [{ log: 'qemu', file: 'qemu.log', start: 0, end: text.length }];
    const guest: FakeGuest = { runs: [{ logs }], sanity: false };
    const { result } = await attempt([guest, guest], { of: probeCase({ expectedLog }) });
    expect(result).toMatchObject({ outcome, verdict: outcome === 'pass' ? 'ok' : 'regression' });
    if (outcome === 'lost') expect(result?.excerpts[0]?.text).toContain('error 0x1200');
  });

  it('repeats as often as asked, and calls a case that ends both ways flaky', async () => {
    const fail = { ended: 'exit', exitCode: 3, protocol: '' } as const;
    const steady = await attempt([{ runs: ['exit', 'exit', 'exit'] }], { repeat: 3 });
    expect(outcomes(steady.result)).toEqual(['pass', 'pass', 'pass']);
    expect(steady.result?.verdict).toBe('ok');
    const flaky = await attempt([{ runs: ['exit', fail, 'exit'] }], { repeat: 3 });
    expect(outcomes(flaky.result)).toEqual(['pass', 'invalid', 'pass']);
    expect(flaky.result).toMatchObject({ outcome: 'invalid', verdict: 'flaky', exit: { code: 3 } });
  });

  it('keeps a case that is expected to kill VMs known, after two deaths', async () => {
    const expectation = { case: 'a/b', outcome: 'lost', match: 'died under it', reason: 'r', link: 'l' } as Expectation;
    const { result } = await attempt([{ runs: ['lost'] }, { runs: ['lost'] }], { expectations: [expectation] });
    expect(result).toMatchObject({ verdict: 'known' });
    expect(outcomes(result)).toEqual(['lost', 'lost']);
  });

  it('has no result where the run was stopped meanwhile', async () => {
    const { result } = await attempt([{ runs: ['aborted'] }]);
    expect(result).toBeNull();
  });
});
