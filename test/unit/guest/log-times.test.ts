import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KernelLog } from '../../../runner/guest/kernel-log.ts';
import { CLOCK_MARK, LogTimes } from '../../../runner/guest/log-times.ts';
import { BootLogs } from '../../../runner/guest/logs.ts';
import { wallClock } from '../../../runner/guest/wall-clock.ts';
import { TIMES_NAME, timesLine } from '../../../runner/record/log-times.ts';

let runDir: string;
let logs: BootLogs;
let times: LogTimes;
beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), 'log-times-'));
  logs = BootLogs.create(runDir);
  times = new LogTimes(logs);
});
afterEach(() => rmSync(runDir, { recursive: true }));

const written = () =>
  readFileSync(join(logs.folder, TIMES_NAME), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => timesLine.parse(JSON.parse(line)));

describe('LogTimes', () => {
  it('tells when another program’s log grew while a case ran, and stops with the case', async () => {
    appendFileSync(logs.path('qemu'), 'before\n');
    times.caseBegan('a/1');
    await sleep(100);
    appendFileSync(logs.path('qemu'), 'while it ran\n');
    const printedAt = wallClock();
    await sleep(100);
    times.caseEnded();
    appendFileSync(logs.path('qemu'), 'after\n');
    await sleep(60);
    const [began, grown, ...more] = written();
    expect(began).toMatchObject({ began: 'a/1', sizes: { qemu: 7, dmesg: 0 } });
    expect(grown).toEqual({ at: expect.any(Number), sizes: { qemu: 20 } });
    expect(more).toEqual([]);
    const late = (grown && 'at' in grown ? grown.at : 0) - printedAt;
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(90);
  });

  it('tells what grew in the last moment of a case', () => {
    times.caseBegan('a/1');
    appendFileSync(logs.path('virgl'), 'last words\n');
    times.caseEnded();
    expect(written().at(-1)).toMatchObject({ sizes: { virgl: 11 } });
  });

  it('places the kernel’s clock between the question and the answer, once', () => {
    const kernelLog = new KernelLog(logs.path('dmesg'), (uptimeMs) => times.kernelAnswered(uptimeMs));
    const mark = (sequence: number) => Buffer.from(`15,${sequence},2500000,-;${CLOCK_MARK}\n`);
    // A guest may print the mark unasked: that places nothing.
    kernelLog.push(mark(1));
    const before = wallClock();
    times.askedKernel();
    kernelLog.push(mark(2));
    const after = wallClock();
    kernelLog.push(mark(3));
    const [line, ...more] = written();
    expect(more).toEqual([]);
    const [from, to] = line && 'kernelZero' in line ? line.kernelZero : [0, 0];
    expect(from).toBeGreaterThanOrEqual(before - 2500);
    expect(to).toBeLessThanOrEqual(after - 2500);
    expect(to).toBeGreaterThanOrEqual(from);
  });

  it('lets the run go on where it cannot be written', () => {
    rmSync(logs.folder, { recursive: true });
    expect(() => {
      times.caseBegan('a/1');
      times.caseEnded();
    }).not.toThrow();
  });
});
