import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeLogs } from '../../../runner/engine/log-clean.ts';
import { RunLogs } from '../../../runner/engine/run-logs.ts';
import type { LogSlice } from '../../../runner/guest/guest.ts';
import type { Verdict } from '../../../runner/plan/outcome.ts';
import { resultOf } from '../record/lines.ts';

const LOST = 'VK_ERROR_DEVICE_LOST in the host';
const REFUSED = '[ 9.0] *ERROR* response 0x1200 (command 0x10c)';

let runDir: string;
beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), 'run-logs-'));
  mkdirSync(join(runDir, 'logs', 'boot-1'), { recursive: true });
});
afterEach(() => rmSync(runDir, { recursive: true }));

const session = {};

/** Appends to a log of the run's guest. @returns the slice of it. */
function print(log: string, text: string): LogSlice {
  const file = `logs/boot-1/${log}.log`;
  const path = join(runDir, file);
  const start = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  appendFileSync(path, text);
  return { log, file, start, end: start + Buffer.byteLength(text) };
}

/** A case that left these slices and came to this verdict. */
async function runCase(
  logs: RunLogs,
  id: string,
  slices: LogSlice[],
  { verdict = 'ok' as Verdict, expectedLog = [] as string[] } = {},
) {
  const symptoms = await logs.look({ expectedLog }, slices, session);
  const result = resultOf(id, { verdict, logs: slices, ...(symptoms.length > 0 ? { symptoms } : {}) });
  logs.judged(result);
  return result;
}

const namesOf = async (logs: RunLogs): Promise<string[]> =>
  (await judgeLogs(logs)).checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

describe('host/log-clean', () => {
  it('passes on clean logs, and says how many cases it looked at', async () => {
    const logs = new RunLogs(runDir);
    await runCase(logs, 'a/1', [print('qemu', 'gl_version 46\n'), print('dmesg', '[ 1.0] virtio_gpu: ready\n')]);
    await runCase(logs, 'a/2', []);
    const finding = await judgeLogs(logs);
    expect(finding).toMatchObject({ outcome: 'pass', message: '' });
    expect(finding.checks).toEqual([expect.objectContaining({ ok: true, name: expect.stringContaining('2 cases') })]);
  });

  it("fails by a passing case's line, and tells case, log, line and what it means", async () => {
    const logs = new RunLogs(runDir);
    const { symptoms } = await runCase(logs, 'a/1', [
      print('qemu', `fine\n${LOST}\n${LOST} again\n`),
      print('dmesg', `${REFUSED}\n`),
    ]);
    expect(symptoms?.map(({ symptom, line }) => [symptom, line])).toEqual([
      ['device-lost', LOST],
      ['create-blob-refused', REFUSED],
    ]);
    const finding = await judgeLogs(logs);
    expect(finding.outcome).toBe('fail');
    expect(finding.message).toBe(`a/1: device-lost in qemu: ${LOST}; 2 such lines in all`);
    expect(finding.checks[0]).toMatchObject({
      name: 'a/1',
      actual: LOST,
      message: expect.stringContaining('host-driver'),
    });
  });

  it('leaves out what a case causes on purpose, also where it comes a moment after its end', async () => {
    const logs = new RunLogs(runDir);
    const expectedLog = ['DEVICE_LOST'];
    await runCase(logs, 'a/kills', [print('qemu', `${LOST}\n`)], { expectedLog });
    print('qemu', `${LOST}, between two cases\n`);
    await runCase(logs, 'a/after', [print('qemu', `${LOST}, late\n`)]);
    expect(await namesOf(logs)).toEqual([]);
    await runCase(logs, 'a/later', [print('qemu', `${LOST}, of its own\n`)]);
    expect(await namesOf(logs)).toEqual(['a/later']);

    const allLate = new RunLogs(runDir);
    await runCase(allLate, 'b/kills', [], { expectedLog });
    await runCase(allLate, 'b/after', [print('qemu', `${LOST}, late\n`)]);
    expect(await namesOf(allLate)).not.toContain('b/after');
    await runCase(allLate, 'b/quiet', []);
    await runCase(allLate, 'b/own', [print('qemu', `${LOST}, of its own\n`)]);
    expect(await namesOf(allLate)).toContain('b/own');
  });

  it("leaves out a known failure's lines, and only its", async () => {
    const logs = new RunLogs(runDir);
    const known = await runCase(logs, 'a/known', [print('dmesg', `${REFUSED}\n`)], { verdict: 'known' });
    expect(known.symptoms).toHaveLength(1);
    expect(await namesOf(logs)).toEqual([]);
    await runCase(logs, 'a/other', [print('dmesg', `${REFUSED}\n`)]);
    expect(await namesOf(logs)).toEqual(['a/other']);
  });

  it('finds what lies outside of every case', async () => {
    const logs = new RunLogs(runDir);
    print('qemu', 'hostmem disabled\n');
    await runCase(logs, 'a/1', [print('dmesg', 'ready\n')]);
    expect(await namesOf(logs)).toEqual(['outside of every case']);
  });

  it('of a run that is gone on with knows what its earlier cases showed and left', async () => {
    const before = new RunLogs(runDir);
    const told = await runCase(before, 'a/1', [print('qemu', `${LOST}\n`)]);
    const known = await runCase(before, 'a/2', [print('dmesg', `${REFUSED}\n`)], { verdict: 'known' });
    expect(await namesOf(new RunLogs(runDir, [told, known]))).toEqual(['a/1']);
  });

  it('finds a line wherever the reads cut it, and reads a flood in bounded memory', async () => {
    const logs = new RunLogs(runDir);
    const filler = `${'x'.repeat((64 << 10) - 20)}\n`;
    await runCase(logs, 'a/cut', [print('qemu', `${filler}${LOST}\n`)]);
    expect(await namesOf(logs)).toEqual(['a/cut']);
    const flood = await runCase(logs, 'a/flood', [
      print('virgl', `${'vkr: failed to look up object\n'.repeat(700_000)}`),
    ]);
    expect(flood.symptoms).toHaveLength(1);
    const bytes = new RunLogs(runDir);
    await runCase(bytes, 'a/zeros', [print('virgl', '\0'.repeat(1 << 20))]);
    await runCase(bytes, 'a/last', [print('qemu', LOST)]);
    expect(await namesOf(bytes)).toContain('a/last');
  });
});
