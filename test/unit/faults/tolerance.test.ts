import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../runner/base/paths.ts';
import { goldenPaths, readGoldenMeta } from '../../../runner/judge/golden-store.ts';
import { allCases } from '../../../runner/plan/catalogue.ts';
import { hostLayerFaults } from '../../faults/host-layer-faults.ts';
import { PAGE_FILE, tolerancePage } from '../../faults/tolerance/page.ts';
import { type Distances, readDistances } from '../../faults/tolerance/record.ts';

const goldens = join(packageRoot, 'golden');
const measured: Distances = readDistances() ?? { goldens: [] };

describe('what was measured', () => {
  it('is on the page', async () => {
    expect(readFileSync(PAGE_FILE, 'utf8')).toBe(await tolerancePage(measured, goldens));
  });

  it('covers every golden picture, by faults that there are', () => {
    const drawn = new Set(measured.goldens.map(({ case: id }) => id));
    const pictures = allCases().filter(({ golden, variant }) => golden === 'image' && variant === null);
    expect([...drawn].toSorted()).toEqual(pictures.map(({ id }) => id).toSorted());
    const known = new Set(hostLayerFaults.map(({ name }) => name));
    for (const { case: id, faults, untouched } of measured.goldens) {
      const tried = [...faults.map(({ fault }) => fault), ...untouched];
      expect(
        tried.filter((name) => !known.has(name)),
        id,
      ).toEqual([]);
      expect(tried.length, id).toBeGreaterThan(known.size / 2);
    }
  });

  it('finds a picture that nothing is wrong with where its golden is', () => {
    for (const { control } of measured.goldens) expect(control).toEqual({ pixels: 0, largest: 0, perceptual: 0 });
  });

  it('leaves room between the drivers and the nearest fault, and a shared golden tolerates no more than the drivers need', async () => {
    for (const row of measured.goldens) {
      const drivers = Math.max(0, ...row.profiles.map(({ distance }) => distance.largest));
      const faults = row.faults.flatMap(({ distance }) => (distance && distance.pixels > 0 ? [distance.largest] : []));
      expect(faults.length, row.case).toBeGreaterThan(5);
      expect(Math.min(...faults), row.case).toBeGreaterThan(drivers);
      const { meta } = goldenPaths(goldens, row.case, 'any', 'image');
      if (!existsSync(meta)) continue;
      expect((await readGoldenMeta(meta)).comparison, row.case).toMatchObject({ metric: 'near', largest: drivers });
    }
  });
});

describe('tolerancePage', () => {
  const none = { pixels: 0, largest: 0, perceptual: 0 };
  const row = (fault: string, pixels: number, largest: number) => ({
    fault,
    outcome: 'fail',
    distance: { pixels, largest, perceptual: pixels },
  });

  it('names the fault that moves a channel least, and not the one that moves the fewest pixels', async () => {
    const faults = [row('few', 1, 200), row('near', 900, 9), { fault: 'gone', outcome: 'crash', distance: null }];
    const page = await tolerancePage(
      {
        goldens: [
          {
            case: 'wsi/none',
            target: 't',
            profile: 'p',
            control: none,
            profiles: [{ profile: 'q', distance: { pixels: 7, largest: 1, perceptual: 0 } }],
            faults,
            untouched: ['still'],
          },
        ],
      },
      goldens,
    );
    expect(page).toContain(
      '| `wsi/none` | `p` | none | 7 pixels, by 1 at most | 900 pixels, by 9 at most (`near`) | exact, by profile |',
    );
    expect(page).toContain('do not touch this picture: 1. That leave no picture, and the probe says so: `gone`.');
  });
});
