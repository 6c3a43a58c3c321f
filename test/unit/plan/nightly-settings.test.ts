import { describe, expect, it } from 'vitest';
import { nightlySettings } from '../../../runner/plan/nightly-settings.ts';

const defaults = { target: 'tcg-arm64-16k', out: '/somewhere/runs/nightly' };
const settings = (nightly: unknown) =>
  nightlySettings({ path: '/c.ts', config: { nightly: nightly as object } }, defaults, '/folder');

describe('nightlySettings', () => {
  it('has a default for everything', () => {
    expect(nightlySettings(null, defaults)).toEqual({
      targets: ['tcg-arm64-16k'],
      query: [],
      jobs: 1,
      at: { hour: 2, minute: 30 },
      keep: 30,
      out: '/somewhere/runs/nightly',
      onRegression: null,
    });
  });

  it('takes paths from the folder', () => {
    expect(settings({ out: 'nights', at: '23:59' })).toMatchObject({
      out: '/folder/nights',
      at: { hour: 23, minute: 59 },
    });
  });

  it.each([
    [{ onRegresion: ['mail'] }, /\/c\.ts: nightly: .*onRegresion/],
    [{ at: '24:00' }, /nightly\.at/],
    [{ at: '2:30' }, /nightly\.at/],
    [{ keep: 0 }, /nightly\.keep/],
    [{ targets: [] }, /nightly\.targets/],
    [{ query: ['--resume'] }, /nightly\.query\.0/],
    [{ onRegression: 'mail me' }, /nightly\.onRegression/],
  ])('%j is refused, and the field is named', (nightly, message) => {
    expect(() => settings(nightly)).toThrow(message);
  });
});
