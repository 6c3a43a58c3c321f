import { describe, expect, it } from 'vitest';
import { stackChanges } from '../../../runner/record/stack-changes.ts';
import { headerOf } from './lines.ts';

const { stack } = headerOf([]);

describe('stackChanges', () => {
  it('names parts and packages that differ, with both versions', () => {
    const before = { ...stack, packages: { guest: ['libc6 2.41-1', 'mesa 26.1.5'], host: ['qemu 11.1'] } };
    const after = {
      ...stack,
      guestMesa: '26.1.7',
      orderedStores: false,
      deviceName: null,
      packages: { guest: ['libc6 2.41-1', 'mesa 26.1.7'], host: ['qemu 11.1', 'zlib1g 1.3'] },
    };
    expect(stackChanges(before, after)).toEqual([
      'ordered stores true → false',
      'guest Mesa 26.1.6 → 26.1.7',
      'device Virtio-GPU Venus (llvmpipe) → unknown',
      'guest package mesa 26.1.5 → 26.1.7',
      'host package zlib1g absent → 1.3',
    ]);
  });

  it('says nothing of two runs on one stack, whose ports differ', () => {
    expect(stackChanges(stack, { ...stack, commandLine: ['-netdev', 'user,hostfwd=tcp::33021-:22'] })).toEqual([]);
  });
});
