import { describe, expect, it } from 'vitest';
import { entriesOf } from '../../../runner/stack/current-entries.ts';
import { shippedTargets } from '../../../vmimages/targets/index.ts';

function needed(name: string): string[] {
  const target = shippedTargets.find((candidate) => candidate.name === name);
  if (!target) throw new Error(`no target ${name}`);
  return entriesOf(target).map((entry) => entry.name);
}
const keyOf = (name: string, part: string): string | undefined => {
  const target = shippedTargets.find((candidate) => candidate.name === name);
  return target && entriesOf(target).find((entry) => entry.part === part)?.key;
};

describe('entriesOf', () => {
  it.each(shippedTargets.map(({ name }) => name))('%s has a recipe for each of its parts', (name) => {
    expect(needed(name)).toContainEqual(expect.stringMatching(/^probes-/));
  });

  it('gives each architecture and release an image of its own, and each release a host stack', () => {
    // An emulated guest has parts besides that mend what emulation breaks.
    expect(needed('tcg-x86_64').slice(0, 3)).toEqual([
      expect.stringMatching(/^host-forky-/),
      'guest-forky-x86_64',
      'probes-x86_64',
    ]);
    expect(needed('tcg-arm64-16k-trixie').slice(0, 3)).toEqual([
      expect.stringMatching(/^host-trixie-/),
      'guest-trixie-arm64',
      'probes-arm64',
    ]);
    expect(needed('tcg-x86_64-trixie')).toContain('guest-trixie-x86_64');
  });

  it('shares probes between the releases of an architecture, and not between guest and host', () => {
    expect(keyOf('tcg-x86_64-trixie', 'probes')).toBe(keyOf('tcg-x86_64', 'probes'));
    expect(keyOf('tcg-arm64-16k-trixie', 'probes')).toBe(keyOf('tcg-arm64-16k', 'probes'));
    expect(keyOf('host', 'probes')).not.toBe(keyOf('tcg-x86_64', 'probes'));
  });
});
