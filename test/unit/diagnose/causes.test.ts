import { describe, expect, it } from 'vitest';
import { causes } from '../../../runner/diagnose/causes/index.ts';
import { experimentOf, experiments } from '../../../runner/diagnose/experiments.ts';
import { isClear, rank } from '../../../runner/diagnose/rank.ts';
import { allCases } from '../../../runner/plan/catalogue.ts';
import { factsOf, type Given } from './facts-of.ts';
import { openStories, stories, timeout, wrong } from './stories.ts';

describe('causes', () => {
  it.each(stories)('%s', (_, id, expected, given, around) => {
    const ranked = rank(causes, factsOf(id, given, around));
    expect(ranked[0]?.cause.id).toBe(expected);
    expect(isClear(ranked)).toBe(true);
    expect(ranked[0]?.evidence.join('')).not.toBe('');
  });

  it.each(openStories)('blame without certainty: %s in the guest alone', (_, id, component, given) => {
    const found = rank(causes, factsOf(id, given)).find(({ cause }) => cause.id === 'only-in-the-guest');
    expect(found).toMatchObject({ component });
    expect(found?.confidence).toBeLessThan(0.85);
  });

  it('do not take a list for the host’s that differs in the guest alone', () => {
    const first = { outcome: 'fail', differences: ['$: "VK_KHR_swapchain" is missing'] } as const;
    const facts = factsOf('protocol/extensions', {
      first: { ...first, differences: [...first.differences] },
      'host:offers': 'pass',
    });
    expect(rank(causes, facts)[0]).toMatchObject({ component: 'guest-driver', cause: { id: 'not-handed-on' } });
  });

  it('do not take a wait for stale memory', () => {
    const facts = factsOf('memory/coherent-device-to-host', { first: timeout, 'host:same': 'pass' });
    expect(isClear(rank(causes, facts))).toBe(false);
  });

  it('do not take memory for stale that is only looked at too early', () => {
    const stale = { outcome: 'fail', message: '64 of 64 words differ' } as const;
    const given = { first: stale, 'host:same': 'pass', 'control:memory/coherent-device-to-host': stale } as const;
    const top = (more: Parameters<typeof factsOf>[1]) =>
      rank(causes, factsOf('sync/fence-reset', { ...given, ...more }));
    expect(top({ 'control:sync/queue-idle': 'pass', again: 'fail' })[0]).toMatchObject({ component: 'guest-driver' });
    expect(top({ 'control:sync/queue-idle': 'fail' })[0]).toMatchObject({ cause: { id: 'memory-not-shared' } });
    const lost = { outcome: 'fail', message: "each mapping shows the last one's word: round 1 sees 0x0" } as const;
    expect(top({ 'control:sync/queue-idle': 'fail', 'control:memory/remap': lost })[0]).toMatchObject({
      component: 'guest-driver',
      cause: { id: 'memory-not-shared' },
    });
  });

  it('call a case unstable that ends both ways, and blame nobody for sure', () => {
    const again: Given = { outcome: 'timeout', attempts: ['pass', 'pass', 'timeout', 'pass'] };
    const given: Record<string, Given> = { first: 'timeout', again };
    const ranked = rank(causes, factsOf('sync/queue-idle', { ...given, 'host:same': 'pass' }));
    expect(ranked[0]).toMatchObject({ cause: { id: 'unstable' }, component: 'guest-driver' });
    expect(ranked[0]?.evidence.join()).toContain('3 of 4 further runs passed');
    expect(isClear(ranked)).toBe(false);
    expect(rank(causes, factsOf('sync/queue-idle', given))[0]).toMatchObject({ component: 'infrastructure' });
  });

  it('tell a renderer that has stopped from a guest that waits wrongly', () => {
    const sound = { first: timeout, 'host:same': 'pass', again: 'fail' } as const;
    const top = (more: Record<string, Given>) => rank(causes, factsOf('sync/fence-work', { ...sound, ...more }))[0];
    const aborted: Given = { outcome: 'crash', message: 'crashed with SIGABRT', durationMs: 5000 };
    expect(top({ 'sharing:no_fence_feedback': aborted })).toMatchObject({ component: 'renderer' });
    expect(top({ 'sharing:no_fence_feedback': 'pass' })).toMatchObject({ component: 'guest-driver' });
    const message = 'the guest died under it: the ssh link broke: Keepalive timeout; stopped by a signal: ';
    const lost = (names: string): Given => ({ outcome: 'lost', message: `${message}${names}` });
    expect(top({ first: lost('virgl_render_se') })).toMatchObject({ cause: { id: 'renderer-hangs' }, confidence: 0.9 });
    expect(top({ first: lost('qemu-system-aar') })).toMatchObject({ cause: { id: 'vmm-died' }, component: 'vmm' });
  });

  it('take a rule for broken by the case where another case on the same stack keeps it', () => {
    const crash: Given = { outcome: 'crash', message: 'crashed with SIGABRT' };
    const rules = (...breaches: string[]): Given => ({ outcome: 'pass', breaches });
    const found = (control: Given) =>
      rank(
        causes,
        factsOf('wsi/surface-resize', {
          first: crash,
          'host:same': 'pass',
          validation: { outcome: 'crash', breaches: ['VUID-usual', 'VUID-copy'] },
          'validation:graphics/triangle': control,
        }),
      ).find(({ cause }) => cause.id === 'invalid-usage');
    expect(found(rules('VUID-usual'))).toMatchObject({ component: 'guest-driver' });
    expect(found(rules('VUID-usual'))?.evidence.join()).toMatch(/VUID-copy(?!.*VUID-usual)/);
    expect(found(rules('VUID-usual', 'VUID-copy'))).toBeUndefined();
  });

  it('blame an accelerator where the case passes under another one', () => {
    const given = { first: wrong, 'host:same': 'pass', accelerator: 'pass' } as const;
    expect(rank(causes, factsOf('sync/fence-work', { ...given, again: 'fail' }))[0]).toMatchObject({
      component: 'accelerator',
      confidence: 0.86,
    });
    const both = rank(causes, factsOf('sync/fence-work', { ...given, accelerator: 'fail', again: 'fail' }));
    expect(both.map(({ component }) => component)).not.toContain('accelerator');
  });

  it('are not sure of anything while only the failure itself is known', () => {
    for (const id of ['sync/fence-empty', 'compute/fill-shader', 'memory/coherent-device-to-host']) {
      expect(isClear(rank(causes, factsOf(id, { first: 'fail' })))).toBe(false);
    }
  });

  it('want only experiments that there are, and name known symptoms, whatever the case', () => {
    for (const { id } of allCases()) {
      for (const first of ['fail', 'timeout', 'crash', 'lost', 'invalid'] as const) {
        const facts = factsOf(id, { first });
        for (const cause of causes) {
          cause.judge(facts);
          for (const wanted of cause.wants(facts)) expect(experimentOf(wanted).id).toBe(wanted);
        }
      }
    }
  });

  it('have ids of their own, and experiments run cases that there are', () => {
    expect(new Set(causes.map(({ id }) => id)).size).toBe(causes.length);
    const ids = new Set(allCases().map(({ id }) => id));
    for (const { caseId } of experiments) if (caseId !== null) expect(ids).toContain(caseId);
  });
});
