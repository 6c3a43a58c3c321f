import { UsageError } from '../../runner/base/errors.ts';
import type { Fault } from './fault.ts';
import { guestFaults } from './guest-faults.ts';
import { hostLayerFaults } from './host-layer-faults.ts';
import { processFaults } from './process-faults.ts';
import { stackFaults } from './stack-faults.ts';

/** Every planted fault, by where it is planted. */
export const faults: readonly Fault[] = [...hostLayerFaults, ...guestFaults, ...processFaults, ...stackFaults];

/**
 * The faults of these names, in the order of the list; all of them where none is named. A name may be a part with `*`.
 * @throws UsageError that names what is no fault.
 */
export function faultsNamed(names: readonly string[]): readonly Fault[] {
  if (names.length === 0) return faults;
  const wanted = names.map((name) => ({ name, matches: matcherOf(name) }));
  for (const { name, matches } of wanted) {
    if (faults.some((fault) => matches(fault.name))) continue;
    const near = faults.filter((fault) => name.split('-').some((word) => word.length > 3 && fault.name.includes(word)));
    const hint =
      near.length > 0
        ? `Did you mean ${near
            .slice(0, 3)
            .map((fault) => fault.name)
            .join(', ')}? `
        : '';
    throw new UsageError(`There is no planted fault called “${name}”.`, {
      hint: `${hint}\`npm run faults -- --list\` shows them all.`,
    });
  }
  return faults.filter((fault) => wanted.some(({ matches }) => matches(fault.name)));
}

function matcherOf(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[^\w-]/g, '\\$&'));
  const whole = new RegExp(`^${parts.join('.*')}$`);
  return (name) => whole.test(name);
}
