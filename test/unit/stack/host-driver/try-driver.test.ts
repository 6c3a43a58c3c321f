import { describe, expect, it } from 'vitest';
import { readDevice, runTrial, type Trial } from '../../../../runner/stack/host-driver/try-driver.ts';

const check = (name: string, actual: string): string => JSON.stringify({ event: 'check', name, ok: false, actual });
const NVIDIA = [
  check('driverID', '4 (NVIDIA)'),
  check('deviceName', 'NVIDIA H200'),
  check('driverInfo', '580.159.04'),
  check('driverName', 'NVIDIA'),
  check('deviceType', 'discrete GPU'),
].join('\n');
const script = (text: string): Promise<Trial> => runTrial('sh', ['-c', text]);

describe('readDevice', () => {
  it('takes the device from what the probe tells', () => {
    expect(readDevice(NVIDIA)).toEqual({ name: 'NVIDIA H200', driver: 'NVIDIA', version: '580.159.04', cpu: false });
    expect(readDevice(NVIDIA.replace('discrete GPU', 'CPU'))?.cpu).toBe(true);
  });

  it('a driver that says nothing of itself has a name all the same, and half a line is none', () => {
    const text = `${check('deviceName', 'X')}\n${check('driverInfo', '')}\n{"event": "check", "na`;
    expect(readDevice(text)).toEqual({ name: 'X', driver: null, version: null, cpu: false });
    expect(readDevice('')).toBeNull();
  });
});

describe('runTrial', () => {
  it('a device that was told counts, however the program ends', async () => {
    expect(await script(`echo '${check('deviceName', 'X')}' >&3; kill -SEGV $$`)).toMatchObject({
      device: { name: 'X' },
    });
  });

  it('says how it ended without a device, in the words of the probe or else of its driver', async () => {
    const end = JSON.stringify({ event: 'end', reason: 'found no physical device' });
    expect(await script(`echo '${end}' >&3; exit 99`)).toEqual({
      problem: 'protocol/identity: status 99, found no physical device',
    });
    expect(await script('echo GLIBC_2.99 not found >&2; exit 1')).toEqual({
      problem: 'protocol/identity: status 1, GLIBC_2.99 not found',
    });
    expect(await script('kill -SEGV $$')).toEqual({ problem: 'protocol/identity: it was ended by SIGSEGV' });
    expect(await runTrial('/nowhere/launcher', [])).toMatchObject({ problem: expect.stringContaining('ENOENT') });
  });
});
