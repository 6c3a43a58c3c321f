import { describe, expect, it } from 'vitest';
import { readSummary, tryDriver } from '../../../../runner/stack/host-driver/try-driver.ts';

const SUMMARY = `==========
VULKANINFO
==========

Devices:
========
GPU0:
\tapiVersion         = 1.4.312
\tdriverVersion      = 580.159.4.0
\tvendorID           = 0x10de
\tdeviceType         = PHYSICAL_DEVICE_TYPE_DISCRETE_GPU
\tdeviceName         = NVIDIA H200
\tdriverName         = NVIDIA
\tdriverInfo         = 580.159.04
GPU1:
\tdeviceType         = PHYSICAL_DEVICE_TYPE_CPU
\tdeviceName         = llvmpipe (LLVM 21.1.8, 256 bits)
`;
const script = (text: string): string[] => ['sh', '-c', text];

describe('readSummary', () => {
  it('tells of the first device', () => {
    expect(readSummary(SUMMARY)).toEqual({ name: 'NVIDIA H200', driver: 'NVIDIA', version: '580.159.04', cpu: false });
  });

  it('a driver that describes itself by numbers only has its number', () => {
    const text =
      'GPU0:\n\tdriverVersion      = 26.1.6\n\tdeviceType = PHYSICAL_DEVICE_TYPE_CPU\n\tdeviceName         = llvmpipe\n';
    expect(readSummary(text)).toEqual({ name: 'llvmpipe', driver: null, version: '26.1.6', cpu: true });
  });

  it('without a device there is none', () => {
    expect(readSummary('Devices:\n========\n')).toBeNull();
  });
});

describe('tryDriver', () => {
  it('says what kept vulkaninfo from answering', async () => {
    expect(await tryDriver(script('echo ERROR_INCOMPATIBLE_DRIVER >&2; exit 1'))).toEqual({
      problem: 'vulkaninfo: ERROR_INCOMPATIBLE_DRIVER',
    });
    expect(await tryDriver(script('exit 0'))).toEqual({ problem: 'it has no device' });
  });

  it('where there is no vulkaninfo nothing was tried', async () => {
    expect(await tryDriver(['vulkaninfo-that-is-not-there', '--summary'])).toBeNull();
    expect(await tryDriver(['env', 'A=1', 'vulkaninfo', '--version-that-is-not-there'])).toBeNull();
  });
});
