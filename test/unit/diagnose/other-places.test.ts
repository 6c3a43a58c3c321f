import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { otherAccelerator } from '../../../runner/diagnose/places.ts';
import { breachesIn, hasValidationLayer } from '../../../runner/diagnose/validation-layer.ts';
import { noStackOptions } from '../../../runner/plan/stack-options.ts';
import { nothingSeen } from '../../../runner/record/nothing-seen.ts';
import { shippedTargets } from '../../../vmimages/targets/index.ts';

const targetOf = (name: string) => {
  const found = shippedTargets.find((target) => target.name === name);
  if (!found) throw new Error(`no target ${name}`);
  return found;
};
const all = (): boolean => true;

describe('another accelerator', () => {
  it('is one of a target that differs in nothing else', () => {
    const nameOf = (name: string, runs = all) => otherAccelerator(targetOf(name), shippedTargets, runs)?.name ?? null;
    expect(nameOf('hvf-arm64-16k')).toBe('tcg-arm64-16k-mac');
    expect(nameOf('tcg-arm64-16k-mac')).toBe('hvf-arm64-16k');
    expect(nameOf('tcg-x86_64')).toBe('kvm-x86_64');
    expect(nameOf('host')).toBeNull();
  });

  it('is none where this machine has no other', () => {
    expect(otherAccelerator(targetOf('tcg-x86_64'), shippedTargets, ({ accel }) => accel === 'tcg')).toBeNull();
  });
});

describe('the validation layer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'venus-suite-layer-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  it('is found in the host stack, or where an option names its folder', () => {
    try {
      expect(hasValidationLayer(folder, noStackOptions)).toBe(false);
      write('own/VkLayer_khronos_validation.json', '{}');
      expect(hasValidationLayer(folder, { ...noStackOptions, hostLayer: join(folder, 'own') })).toBe(true);
      const hostEnv = { VK_ADD_LAYER_PATH: `/none:${join(folder, 'own')}` };
      expect(hasValidationLayer(folder, { ...noStackOptions, hostEnv })).toBe(true);
      write('usr/share/vulkan/explicit_layer.d/VkLayer_khronos_validation.json', '{}');
      expect(hasValidationLayer(folder, noStackOptions)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says which rules were broken while a case ran, each once, and not what it is too old for', () => {
    const line = (rule: string): string => `virgl_render_server[23]: vkr: Validation Error: [ ${rule} ] Object 0\n`;
    const before = line('VUID-before-the-case');
    const during = ['VUID-a-1', 'VUID-a-1', 'VUID-VkPhysicalDeviceProperties2-pNext-pNext'].map(line).join('');
    write('logs/qemu.log', before + during + line('VUID-after-it'));
    const slice = { log: 'qemu', file: 'logs/qemu.log', start: before.length, end: before.length + during.length };
    const seen = { ...nothingSeen(), logs: [slice] };
    const result = { type: 'result', id: 'a/b', outcome: 'fail', verdict: 'regression', message: '', ...seen } as const;
    expect(breachesIn(folder, result as never)).toEqual(['VUID-a-1']);
    expect(breachesIn(folder, null)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
