import { expect, it } from 'vitest';
import { bundlePlatform } from '../../../runner/bundle/bundle-platform.ts';
import { shippedTargets } from '../../../vmimages/targets/index.ts';

const shipped = shippedTargets.map(({ name }) => name);
const platformOf = (...names: string[]) =>
  bundlePlatform(
    names.flatMap((name) => shippedTargets.find((target) => target.name === name) ?? []),
    shipped,
    'x64',
  );

it('is the machine’s own for Linux, and Apple Silicon for a Mac’s targets', () => {
  expect(platformOf('tcg-arm64-16k', 'host', 'kvm-x86_64')).toEqual({ os: 'linux', cpu: 'x64' });
  expect(platformOf('hvf-arm64-16k', 'hvf-arm64-4k', 'tcg-arm64-16k-mac')).toEqual({ os: 'darwin', cpu: 'arm64' });
});

it('refuses both in one, a foreign KVM, and a target that is not shipped, and names it', () => {
  expect(() => platformOf('hvf-arm64-16k', 'host')).toThrow(/hvf-arm64-16k.*host/);
  expect(() => platformOf('host', 'kvm-arm64-16k')).toThrow('kvm-arm64-16k');
  const own = shippedTargets.slice(0, 1).map((target) => ({ ...target, name: 'mine' }));
  expect(() => bundlePlatform(own, shipped, 'x64')).toThrow('mine');
});
