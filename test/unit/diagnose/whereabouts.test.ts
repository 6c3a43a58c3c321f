import { describe, expect, it } from 'vitest';
import { causes } from '../../../runner/diagnose/causes/index.ts';
import { Facts, type Observation } from '../../../runner/diagnose/facts.ts';
import { otherSide, type Ready } from '../../../runner/diagnose/places.ts';
import { rank } from '../../../runner/diagnose/rank.ts';
import { withoutOptionsOf } from '../../../runner/diagnose/without.ts';
import { noStackOptions } from '../../../runner/plan/stack-options.ts';
import { shippedTargets } from '../../../vmimages/targets/index.ts';
import { caseOf, type Given, observation, soundStack } from './facts-of.ts';

const targetOf = (name: string) => {
  const found = shippedTargets.find((target) => target.name === name);
  if (!found) throw new Error(`no target ${name}`);
  return found;
};
const everything: Ready = { guestImage: () => true, hostStack: () => true };
const nothing: Ready = { guestImage: () => false, hostStack: () => false };
const target = targetOf('tcg-arm64-16k');

describe('a stack without the options of one side', () => {
  const patched = {
    ...noStackOptions,
    guestDriver: '/new.so',
    qemu: '/qemu',
    hostEnv: { A: '1' },
    guestEnv: { B: '2' },
  };

  it('keeps those of the other, and says which are gone', () => {
    expect(withoutOptionsOf('guest', patched)).toEqual({
      stack: { qemu: '/qemu', qemuArgs: [], hostEnv: { A: '1' }, guestEnv: {} },
      flags: ['--guest-driver', '--guest-env'],
      component: 'guest-driver',
    });
    expect(withoutOptionsOf('host', patched)).toEqual({
      stack: { guestDriver: '/new.so', qemuArgs: [], hostEnv: {}, guestEnv: { B: '2' } },
      flags: ['--qemu', '--host-env'],
      component: 'vmm',
    });
  });

  it('names one component only where one was changed', () => {
    expect(withoutOptionsOf('guest', { ...patched, kernel: '/Image' })?.component).toBeNull();
    expect(withoutOptionsOf('guest', { ...noStackOptions, overlay: '/files' })?.component).toBeNull();
    expect(withoutOptionsOf('host', { ...noStackOptions, qemuArgs: ['-smp', '1'] })?.component).toBe('configuration');
  });

  it('names none where a variable brings code of its own', () => {
    const preloaded = { ...noStackOptions, hostEnv: { LD_PRELOAD: '/broken.so' } };
    expect(withoutOptionsOf('host', preloaded)).toMatchObject({ flags: ['--host-env'], component: null });
    const setting = { ...noStackOptions, hostEnv: { MESA_VK_VERSION_OVERRIDE: '1.1' } };
    expect(withoutOptionsOf('host', setting)).toMatchObject({ component: 'configuration' });
  });

  it('is none where there is none', () => {
    expect(withoutOptionsOf('host', { ...noStackOptions, guestDriver: '/new.so', orderedStores: false })).toBeNull();
  });
});

describe('a stack with one side exchanged', () => {
  it('is the target’s own where options changed that side', () => {
    const stack = { ...noStackOptions, kernel: '/Image' };
    expect(otherSide('guest', { target, targets: shippedTargets, stack, ready: nothing })).toEqual({
      target,
      stack: noStackOptions,
      change: 'without --kernel',
      component: 'guest-kernel',
    });
  });

  it('is of another release where none did, and what that release needs comes with it', () => {
    const parts = { target, targets: shippedTargets, stack: noStackOptions, ready: everything };
    const guest = otherSide('guest', parts);
    expect(guest?.change).toBe('with a guest of trixie');
    expect(guest?.target).toMatchObject({
      image: { release: 'trixie', kernel: 'arm64-16k' },
      hostStack: 'forky',
      timeScale: target.timeScale,
    });
    const host = otherSide('host', parts);
    expect(host?.change).toBe('on the host stack of trixie');
    expect(host?.target).toMatchObject({
      image: { release: 'forky', kernel: 'arm64-16k' },
      hostStack: 'trixie',
      kernelArgs: ['nohz=off', 'highres=off'],
    });
  });

  it('is none where nothing else is built, or there is no VM', () => {
    const parts = { targets: shippedTargets, stack: noStackOptions };
    expect(otherSide('guest', { ...parts, target, ready: nothing })).toBeNull();
    expect(otherSide('host', { ...parts, target, ready: nothing })).toBeNull();
    expect(otherSide('guest', { ...parts, target: targetOf('host'), ready: everything })).toBeNull();
  });
});

describe('where the defect lies', () => {
  const wrong = { outcome: 'fail', message: 'expected 0x1, got 0x0 (35 of 100 words differ)' } as const;
  const again = { outcome: 'fail', attempts: ['fail', 'fail', 'fail', 'fail'] } as const;
  const told = { first: wrong, 'host:same': 'pass', again } as const;
  const rankOf = (id: string, given: Readonly<Record<string, Given>>, exchanged: Partial<Observation> = {}) => {
    const observations = Object.entries(given).map(([experiment, of]) => ({
      ...observation(experiment, of),
      ...(experiment.startsWith('other-') ? exchanged : {}),
    }));
    return rank(causes, new Facts(caseOf(id), soundStack({}), observations));
  };
  const first = (...args: Parameters<typeof rankOf>) => {
    const [top] = rankOf(...args);
    return top && { id: top.cause.id, component: top.component, confidence: Math.round(top.confidence * 100) };
  };

  it('is open where nothing was exchanged', () => {
    expect(first('graphics/triangle', told)).toEqual({
      id: 'only-in-the-guest',
      component: 'guest-driver',
      confidence: 70,
    });
  });

  it('is the side without which the case passes', () => {
    const guest = { ...told, 'other-guest': 'pass', 'other-host': 'fail' } as const;
    expect(first('graphics/triangle', guest)).toMatchObject({ component: 'guest-driver', confidence: 82 });
    const host = { ...told, 'other-guest': 'fail', 'other-host': 'pass' } as const;
    expect(first('graphics/triangle', host)).toMatchObject({ component: 'renderer', confidence: 82 });
  });

  it('is the part without which the case passes, and that is told', () => {
    const driver = { ...told, 'other-guest': 'pass' } as const;
    const [top] = rankOf('graphics/triangle', driver, { change: 'without --guest-driver', exchanged: 'guest-driver' });
    expect(top).toMatchObject({ component: 'guest-driver' });
    expect(top?.confidence).toBeGreaterThan(0.85);
    expect(top?.evidence).toContain('without --guest-driver: pass');
    expect(first('graphics/triangle', driver, { exchanged: 'guest-kernel' })).toMatchObject({
      component: 'guest-kernel',
    });
    const server = { ...told, 'other-host': 'pass' } as const;
    expect(first('graphics/triangle', server, { exchanged: 'renderer' })).toMatchObject({ component: 'renderer' });
  });

  it('is a setting where nothing but settings was taken out', () => {
    const setting = { ...told, 'other-host': 'pass' } as const;
    expect(first('graphics/triangle', setting, { exchanged: 'configuration' })).toMatchObject({
      id: 'setting-breaks',
      component: 'configuration',
    });
  });

  it('is open where either side mends it, and where it passes now and then anyway', () => {
    const both = { ...told, 'other-guest': 'pass', 'other-host': 'pass' } as const;
    expect(first('graphics/triangle', both)).toMatchObject({ component: 'guest-driver', confidence: 70 });
    const chance = { ...told, again: { outcome: 'pass', attempts: ['pass'] }, 'other-host': 'pass' } as const;
    expect(first('graphics/triangle', chance)?.confidence).toBeLessThan(70);
  });

  it('takes a guest that makes the renderer die for what is at fault', () => {
    const died = {
      first: {
        outcome: 'crash',
        message: 'crashed with SIGABRT',
        symptoms: [{ symptom: 'socket-disconnected', log: 'qemu', line: 'socket disconnected' }],
      },
      'host:same': 'pass',
      again,
    } as const;
    expect(first('wsi/surface-resize', died)).toMatchObject({ id: 'renderer-died', component: 'renderer' });
    expect(first('wsi/surface-resize', { ...died, 'other-guest': 'pass' })).toMatchObject({
      component: 'guest-driver',
    });
  });
});
