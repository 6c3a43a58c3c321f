import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../../runner/base/paths.ts';
import { distance } from './distance.ts';

export const RECORD_FILE = join(packageRoot, 'test', 'faults', 'tolerance', 'distances.json');

const golden = z.strictObject({
  /** The case whose picture it is. */
  case: z.string(),
  /** Where it was drawn. */
  target: z.string(),
  profile: z.string(),
  /** From its golden to those of other profiles. */
  profiles: z.array(z.strictObject({ profile: z.string(), distance })),
  /** From its golden to what is drawn without a fault; null for another size. */
  control: distance.nullable(),
  /**
   * Faults that move the picture: from its golden to what is drawn under each; null where no picture of its size is left.
   * `outcome`: of the probe by itself.
   */
  faults: z.array(z.strictObject({ fault: z.string(), outcome: z.string(), distance: distance.nullable() })),
  /** Faults under which the same picture is drawn. */
  untouched: z.array(z.string()),
});

const distances = z.strictObject({ goldens: z.array(golden) });
export type GoldenDistances = z.infer<typeof golden>;
export type Distances = z.infer<typeof distances>;

/** @throws Error where the file does not hold what it should. */
export function readDistances(path = RECORD_FILE): Distances | null {
  return existsSync(path) ? distances.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}

export function writeDistances(value: Distances, path = RECORD_FILE): void {
  writeFileSync(path, `${JSON.stringify(value, null, 1)}\n`);
}
