import { oneLine } from '../base/text.ts';
import type { StackFacts } from './schema.ts';

const NAMES: Readonly<Partial<Record<keyof StackFacts, string>>> = {
  accelerator: 'accelerator',
  orderedStores: 'ordered stores',
  qemu: 'QEMU',
  virglrenderer: 'virglrenderer',
  hostDriver: 'host driver',
  guestKernel: 'guest kernel',
  guestPageSize: 'guest page size',
  guestMesa: 'guest Mesa',
  deviceName: 'device',
  profile: 'profile',
};

/** What differs between two stacks, as sentences: the parts, then the packages of guest and host. Command lines are left out: ports differ. */
export function stackChanges(before: StackFacts, after: StackFacts): string[] {
  const parts = Object.entries(NAMES).flatMap(([key, name]) => {
    const [then, now] = [before[key as keyof StackFacts], after[key as keyof StackFacts]];
    return then === now ? [] : [`${name} ${then ?? 'unknown'} → ${now ?? 'unknown'}`];
  });
  const packages = (['guest', 'host'] as const).flatMap((side) =>
    packageChanges(before.packages[side], after.packages[side]).map((change) => `${side} package ${change}`),
  );
  return [...parts, ...packages].map(oneLine);
}

function packageChanges(before: readonly string[], after: readonly string[]): string[] {
  const [then, now] = [byName(before), byName(after)];
  return [...new Set([...then.keys(), ...now.keys()])].sort().flatMap((name) => {
    const [old, recent] = [then.get(name), now.get(name)];
    return old === recent ? [] : [`${name} ${old ?? 'absent'} → ${recent ?? 'absent'}`];
  });
}

/** A package is written `name version`. */
function byName(packages: readonly string[]): Map<string, string> {
  return new Map(
    packages.map((line) => {
      const at = line.indexOf(' ');
      return at < 0 ? [line, 'unknown'] : [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}
