import { UsageError } from '../base/errors.ts';
import { boot } from './boot.ts';
import { catalogue } from './catalogue.ts';
import { compareRecords } from './compare-records.ts';
import { images } from './images.ts';
import { jobs } from './jobs.ts';
import type { Measurement } from './measurement.ts';
import { seeds } from './seeds.ts';

/** In the order in which they are made. */
export const MEASUREMENTS: readonly Measurement[] = [boot, catalogue, seeds, jobs, images, compareRecords];

/** The measurements of these names; all of them without one. @throws UsageError */
export function selectMeasurements(names: readonly string[]): readonly Measurement[] {
  const known = MEASUREMENTS.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`there is no measurement ${unknown.join(', ')}`, { hint: `There are: ${known.join(', ')}.` });
  }
  return names.length === 0 ? MEASUREMENTS : MEASUREMENTS.filter(({ name }) => names.includes(name));
}
