import type { Fault } from './fault.ts';
import { layerFaults } from './layer-faults.ts';
import { stackFaults } from './stack-faults.ts';

/** Every planted fault, by what it breaks. */
export const faults: readonly Fault[] = [...layerFaults, ...stackFaults];

/** @throws Error that names what is no fault. */
export function faultsNamed(names: readonly string[]): readonly Fault[] {
  if (names.length === 0) return faults;
  return names.map((name) => {
    const found = faults.find((fault) => fault.name === name);
    if (!found) throw new Error(`There is no fault called ${name}; npm run faults -- --list shows them.`);
    return found;
  });
}
