import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KernelLog } from '../../../runner/guest/kernel-log.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kernel-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const record = (sequence: number, us: number, text: string): Buffer => Buffer.from(`6,${sequence},${us},-;${text}\n`);

function makeLog() {
  const path = join(folder, 'dmesg.log');
  const log = new KernelLog(path);
  return { log, text: () => readFileSync(path, 'utf8') };
}

describe('KernelLog', () => {
  it('writes records like dmesg, and each only once when the stream begins anew', () => {
    const { log, text } = makeLog();
    log.push(record(1, 1_500_000, 'first'));
    log.push(Buffer.from(' SUBSYSTEM=pci\n'));
    log.push(Buffer.from('6,2,1600000,-;sec'));
    log.restart();
    log.push(Buffer.concat([record(1, 1_500_000, 'first'), record(2, 1_600_000, 'second')]));
    expect(text()).toBe('[    1.500000] first\n[    1.600000] second\n');
  });

  it('cuts out exactly what was printed between the markers of a case', () => {
    const { log, text } = makeLog();
    log.push(record(1, 10, 'before'));
    log.push(record(2, 1_000, 'venus-suite: begin 7-1'));
    log.push(record(3, 2_000, '[drm] response 0x1200 (command 0x10c)'));
    log.push(record(4, 251_000, 'venus-suite: end 7-1'));
    log.push(record(5, 300_000, 'after'));
    const slice = log.between('7-1');
    expect(text().slice(slice?.start, slice?.end)).toBe('[    0.002000] [drm] response 0x1200 (command 0x10c)\n');
    expect(log.elapsedMs('7-1')).toBe(250);
  });

  it('goes to the end of the log where the end marker never came, and knows nothing of other cases', () => {
    const { log, text } = makeLog();
    log.push(record(1, 0, 'venus-suite: begin 1-1'));
    log.push(record(2, 0, 'last words'));
    const slice = log.between('1-1');
    expect(text().slice(slice?.start, slice?.end)).toContain('last words');
    expect(log.elapsedMs('1-1')).toBeNull();
    expect(log.between('2-2')).toBeNull();
  });

  it('waits for an end marker, within its bound', async () => {
    const { log } = makeLog();
    const waiting = log.waitForEnd('3-1', 5_000);
    log.push(record(1, 0, 'venus-suite: end 3-1'));
    expect(await waiting).toBe(true);
    expect(await log.waitForEnd('3-1', 5_000)).toBe(true);
    expect(await log.waitForEnd('9-9', 20)).toBe(false);
  });
});
