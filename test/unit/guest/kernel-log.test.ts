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

  it('knows how long it is, byte for byte, so that a case can be cut out of it', () => {
    const { log, text } = makeLog();
    log.push(record(1, 10, 'before'));
    const start = log.size;
    log.push(record(2, 2_000, '[drm] réponse 0x1200'));
    const end = log.size;
    log.push(record(3, 300_000, 'after'));
    expect(Buffer.from(text()).subarray(start, end).toString()).toBe('[    0.002000] [drm] réponse 0x1200\n');
  });

  it('takes what is no record for nothing', () => {
    const { log } = makeLog();
    log.push(Buffer.from('garbage\n6,x,1,-;text\n\0\xff\n'));
    expect(log.size).toBe(0);
  });
});
