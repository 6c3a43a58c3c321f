import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../../runner/base/paths.ts';
import { distance } from './distance.ts';

export const RECORD_FILE = join(packageRoot, 'test', 'faults', 'tolerance', 'distances.json');

const golden = z.strictObject({
  /** The case whose picture it is. */
  case: z.string(),
  /** Between the goldens of the profile that was measured and of each other one. */
  profiles: z.array(z.strictObject({ profile: z.string(), distance })),
  /** Between its golden and what is drawn without a fault. */
  control: distance.nullable(),
  /** The same under each fault; null where no picture of its size was left. `outcome`: of the probe by itself. */
  faults: z.array(z.strictObject({ fault: z.string(), outcome: z.string(), distance: distance.nullable() })),
});

const distances = z.strictObject({ target: z.string(), profile: z.string(), goldens: z.array(golden) });
export type GoldenDistances = z.infer<typeof golden>;
export type Distances = z.infer<typeof distances>;

/** @throws Error where the file does not hold what it should. */
export function readDistances(path = RECORD_FILE): Distances | null {
  return existsSync(path) ? distances.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}

export function writeDistances(value: Distances, path = RECORD_FILE): void {
  writeFileSync(path, `${JSON.stringify(value, null, 1)}\n`);
}
