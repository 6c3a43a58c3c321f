import { describe, expect, it } from 'vitest';
import { accused, type Comparison, compareRuns, isGood } from '../../../runner/compare/compare.ts';
import { digestOf } from '../../../runner/compare/digest.ts';
import type { RunRecord } from '../../../runner/record/reader.ts';
import type { Result, StackFacts } from '../../../runner/record/schema.ts';
import { headerOf, resultOf } from '../record/lines.ts';
import { recordOf } from '../report/record-of.ts';

const ended = (id: string, outcome: Result['outcome'], verdict: Result['verdict'], message = 'why'): Result =>
  resultOf(id, { outcome, verdict, message, attempts: [{ outcome, message, durationMs: 1 }] });

const onStack = (record: RunRecord, stack: Partial<StackFacts>): RunRecord => ({
  ...record,
  header: { ...record.header, stack: { ...headerOf([]).stack, ...stack } },
});

function compared(...records: RunRecord[]): Comparison {
  return compareRuns(
    records.map(digestOf),
    records.map((_, i) => `run ${i}`),
  );
}

/** The one case of two runs, by the list that it is in. */
function listOf(before: Result, after: Result): string[] {
  const { regressions, fixes, changed, missing, same } = compared(recordOf([before]), recordOf([after]));
  const lists = { regressions, fixes, changed, missing };
  return [...Object.entries(lists).flatMap(([name, list]) => list.map(() => name)), ...(same > 0 ? ['same'] : [])];
}

describe('compareRuns', () => {
  it.each([
    ['pass ok', 'fail regression', 'regressions'],
    ['pass ok', 'timeout regression', 'regressions'],
    // Known over there, and lost all the same.
    ['pass ok', 'skip known', 'regressions'],
    ['fail known', 'crash regression', 'regressions'],
    ['skip known', 'fail regression', 'regressions'],
    // An expectation that one target lacks is no difference of the stacks.
    ['skip known', 'skip regression', 'same'],
    ['fail known', 'fail regression', 'same'],
    ['fail known', 'skip regression', 'changed'],
    ['fail regression', 'pass ok', 'fixes'],
    ['skip known', 'pass ok', 'fixes'],
    ['skip known', 'fail known', 'changed'],
    ['fail regression', 'crash regression', 'changed'],
    ['pass ok', 'infra infra', 'changed'],
    ['infra infra', 'pass ok', 'changed'],
    ['pass ok', 'fail flaky', 'changed'],
    ['fail flaky', 'fail regression', 'changed'],
    ['pass ok', 'pass ok', 'same'],
    ['pass fixed', 'pass ok', 'same'],
    ['fail known', 'fail known', 'same'],
  ] as const)('%s, then %s: %s', (before, after, list) => {
    const result = (text: string): Result => {
      const [outcome, verdict] = text.split(' ') as [Result['outcome'], Result['verdict']];
      return ended('a/1', outcome, verdict);
    };
    expect(listOf(result(before), result(after))).toEqual([list]);
  });

  it('takes the same outcome for another reason for a change, but not another number in the message', () => {
    const fail = (message: string): Result => ended('a/1', 'fail', 'regression', message);
    expect(listOf(fail('got 0x5fe0 of 12'), fail('got 0x6a00 of 13'))).toEqual(['same']);
    expect(listOf(fail('the fence'), fail('the image'))).toEqual(['changed']);
    // A known failure that another one stands in for.
    expect(listOf(ended('a/1', 'fail', 'known', 'the fence'), fail('the image'))).toEqual(['regressions']);
  });

  it('names the cases of one side, and those that one run has no result for', () => {
    const before = recordOf([resultOf('a/1'), resultOf('a/2'), resultOf('a/3')]);
    const after = recordOf([resultOf('a/1'), resultOf('a/4')], ['a/2']);
    const { added, removed, missing, same, regressions } = compared(before, after);
    expect(added).toEqual([{ id: 'a/4', run: 'run 1', outcome: 'pass' }]);
    expect(removed).toEqual([{ id: 'a/3', run: 'run 1', outcome: 'pass' }]);
    expect(missing).toMatchObject([{ id: 'a/2', to: { outcome: 'missing' } }]);
    expect([same, regressions.length]).toEqual([1, 0]);
  });

  it('is good only where nothing is worse and both runs are whole', () => {
    const whole = recordOf([resultOf('a/1')]);
    expect(isGood(compared(whole, recordOf([resultOf('a/1')])))).toBe(true);
    expect(isGood(compared(whole, recordOf([resultOf('a/1')], [], null)))).toBe(false);
    expect(isGood(compared(recordOf([resultOf('a/1')], [], null), whole))).toBe(false);
    expect(isGood(compared(whole, recordOf([], ['a/1'])))).toBe(false);
    expect(isGood(compared(whole, recordOf([ended('a/1', 'fail', 'known')])))).toBe(false);
    expect(isGood(compared(whole, { ...whole, truncated: true }))).toBe(false);
    const broken = recordOf([resultOf('a/1')], [], { findings: ['stage venus failed'] });
    expect(isGood(compared(whole, broken))).toBe(false);
    expect(isGood(compared(broken, broken))).toBe(true);
    const later = recordOf([resultOf('a/1')], [], { findings: ['stage venus failed', 'stage gpu failed after 12 ms'] });
    expect(isGood(compared(broken, later))).toBe(false);
    const slower = recordOf([resultOf('a/1')], [], {
      findings: ['stage gpu failed after 15 ms', 'stage venus failed'],
    });
    expect(isGood(compared(later, slower))).toBe(true);
  });

  it('compares each of several runs with the first', () => {
    const pass = recordOf([resultOf('a/1'), resultOf('a/2'), resultOf('a/3')]);
    const second = recordOf([resultOf('a/1'), ended('a/2', 'fail', 'regression'), resultOf('a/3')]);
    const third = recordOf([ended('a/1', 'crash', 'regression'), resultOf('a/2'), resultOf('a/3')]);
    const { regressions, same } = compared(pass, second, third);
    expect(regressions.map(({ run, id }) => [run, id])).toEqual([
      ['run 1', 'a/2'],
      ['run 2', 'a/1'],
    ]);
    expect(same).toBe(1);
  });

  it('says what of the stack could explain it, the versions before the packages', () => {
    const record = recordOf([resultOf('a/1')]);
    const packages = { guest: ['libdrm2 2.4.124', 'mesa-vulkan-drivers 26.1.6'], host: [] };
    const before = onStack(record, { qemu: '10.0', packages, commandLine: ['-smp', '2', '-pidfile', '/tmp/a1/pid'] });
    const after = onStack(record, {
      qemu: '11.1',
      packages: { ...packages, guest: ['libdrm2 2.4.124', 'mesa-vulkan-drivers 26.2.0'] },
      commandLine: ['-smp', '4', '-pidfile', '/tmp/b2/pid'],
    });
    expect(compared(before, after).stacks).toEqual([
      { part: 'QEMU', values: ['10.0', '11.1'] },
      { part: 'command line', values: ['2', '4'] },
      { part: 'guest package mesa-vulkan-drivers', values: ['26.1.6', '26.2.0'] },
    ]);
    expect(compared(before, before).stacks).toEqual([]);
  });
});

describe('explanations', () => {
  const hvf4k = { accelerator: 'hvf', guestPageSize: 4096, hostDriver: 'MoltenVK 1.4' };
  const hvf16k = { ...hvf4k, guestPageSize: 16_384 };
  const tcg = (...results: Result[]): RunRecord => recordOf(results);

  it('says that a hang under HVF comes from blobs that are not aligned to 16 KiB', () => {
    const hang = ended('sync/fence-empty', 'timeout', 'regression');
    const placed = ended('drm/blob-placement', 'fail', 'known');
    const after = onStack(recordOf([hang, placed]), hvf4k);
    const { regressions } = compared(tcg(resultOf('sync/fence-empty'), resultOf('drm/blob-placement')), after);
    expect(regressions.map(({ id, explanation }) => [id, explanation?.id])).toEqual([
      ['sync/fence-empty', 'alignment-16k'],
      ['drm/blob-placement', 'blob-placement'],
    ]);
    expect(regressions[0]?.explanation?.component).toBe('guest-kernel');
  });

  it('does not say so where the guest has 16 KiB pages and its blobs are aligned', () => {
    const after = onStack(
      recordOf([ended('sync/fence-empty', 'timeout', 'regression'), resultOf('drm/blob-placement')]),
      hvf16k,
    );
    const { regressions } = compared(tcg(resultOf('sync/fence-empty'), resultOf('drm/blob-placement')), after);
    expect(regressions[0]?.explanation).toBeUndefined();
  });

  it('accuses nobody of what Metal does not have, and still of all else that is skipped', () => {
    const skip = (message: string): RunRecord => onStack(recordOf([ended('a/1', 'skip', 'known', message)]), hvf16k);
    const without = compared(tcg(resultOf('a/1')), skip('The device has no geometry shaders (geometryShader).'));
    expect(without.regressions[0]?.explanation).toMatchObject({ id: 'metal-features', inherent: true });
    expect([accused(without).length, isGood(without)]).toEqual([0, true]);
    expect(accused(compared(tcg(resultOf('a/1')), skip('The device has no timeline semaphores.')))).toHaveLength(1);
    // On two hosts with MoltenVK the feature was lost on the way.
    const both = compared(onStack(recordOf([resultOf('a/1')]), hvf16k), skip('The device has no geometry shaders.'));
    expect(accused(both)).toHaveLength(1);
  });

  it.each([
    ['wsi/swapchain-advertised', 'VK_KHR_swapchain: the device does not offer VK_KHR_swapchain'],
    ['wsi/display-acquire', 'The instance does not offer VK_KHR_display.'],
    ['perf/present-rate', 'The device has no VK_KHR_swapchain.'],
    ['protocol/device-swapchain', 'The device does not offer VK_KHR_swapchain.'],
    ['sync/external-semaphore-fd', 'The device has no VK_KHR_external_semaphore_fd.'],
    [
      'sync/external-fence-fd',
      'The device can both export and import fences neither as sync files nor as opaque descriptors.',
    ],
    ['sync/sync-file-latency', 'The device cannot export fences as sync files (VK_KHR_external_fence_fd).'],
  ])(
    'accuses nobody of %s, which Metal hands on no files for, and knows why an older lavapipe lacks it',
    (id, message) => {
      const skipped = (hostDriver: string): RunRecord =>
        onStack(recordOf([ended(id, 'skip', 'known', message)]), { ...hvf16k, hostDriver });
      const metal = compared(tcg(resultOf(id)), skipped('MoltenVK 1.4'));
      expect([metal.regressions[0]?.explanation?.id, accused(metal)]).toEqual(['metal-sync-fd', []]);
      const older = compared(tcg(resultOf(id)), skipped('lavapipe 25.0.7'));
      expect([older.regressions[0]?.explanation?.id, accused(older).length]).toEqual(['old-lavapipe-sync-fd', 1]);
    },
  );

  it('blames the guest’s Venus first for a window system that an older one never offers', () => {
    const skipped = onStack(recordOf([ended('wsi/display-acquire', 'skip', 'known', 'offers no VK_KHR_display.')]), {
      ...hvf16k,
      hostDriver: 'lavapipe 25.0.7',
      guestMesa: '25.0.7-2+deb13u1',
    });
    const { regressions } = compared(tcg(resultOf('wsi/display-acquire')), skipped);
    expect(regressions[0]?.explanation).toMatchObject({ id: 'old-venus-window-system', component: 'guest-driver' });
  });

  it("accuses nobody of the window system that NVIDIA's driver makes impossible, but of the display that Venus loses there", () => {
    const nvidia = { accelerator: 'tcg', guestPageSize: 16_384, hostDriver: 'NVIDIA H200, NVIDIA 580.159.04' };
    const lost = ended('wsi/present-sync', 'skip', 'known', 'The device does not offer VK_KHR_swapchain.');
    const why = 'vkGetDrmDisplayEXT: expected VK_SUCCESS, got VK_ERROR_UNKNOWN';
    const display = ended('wsi/display-acquire', 'fail', 'known', why);
    const before = tcg(resultOf('wsi/present-sync'), resultOf('wsi/display-acquire'));
    const after = compared(before, onStack(recordOf([lost, display]), nvidia));
    expect(after.regressions.map(({ explanation }) => explanation?.id)).toEqual(['nvidia-sync-fd', 'no-pci-bus-info']);
    expect(accused(after).map(({ id }) => id)).toEqual(['wsi/display-acquire']);
    // On lavapipe the same skip has no such excuse.
    expect(accused(compared(before, recordOf([lost, resultOf('wsi/display-acquire')])))).toHaveLength(1);
  });

  it('says of times that they are of different accelerators', () => {
    const timed = (level: number): Result => {
      const values = Array.from({ length: 20 }, (_, i) => level + i);
      return resultOf('perf/1', { metrics: [{ name: 'm', unit: 'ns', values }] });
    };
    const other = onStack(recordOf([timed(1000)]), hvf16k);
    expect(compared(tcg(timed(9000)), other).timings[0]?.explanation?.id).toBe('other-accelerator');
    expect(compared(tcg(timed(9000)), recordOf([timed(1000)])).timings).toMatchObject([{ direction: 'better' }]);
    expect(compared(tcg(timed(9000)), recordOf([timed(1000)])).timings[0]?.explanation).toBeUndefined();
  });
});
