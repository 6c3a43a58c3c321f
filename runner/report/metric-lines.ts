import type { Metric, Result } from '../record/schema.ts';
import { safeLine } from './escape.ts';

/** Fewer values are an aside of a case about something else. */
const FEWEST_VALUES = 10;

/** The largest first. Each begins at 1 of it. */
const SCALES: Readonly<Record<string, readonly (readonly [size: number, unit: string])[]>> = {
  ns: [
    [1e9, 's'],
    [1e6, 'ms'],
    [1e3, 'µs'],
    [1, 'ns'],
  ],
  'B/s': [
    [2 ** 30, 'GiB/s'],
    [2 ** 20, 'MiB/s'],
    [2 ** 10, 'KiB/s'],
    [1, 'B/s'],
  ],
};

/** Three digits and a unit that fits: `45.3 µs`, `1.72 GiB/s`, `20400 1/s`. */
export function formatQuantity(value: number, unit: string): string {
  const scales = SCALES[unit] ?? [[1, unit] as const];
  const [size, shown] = scales.find(([least]) => Math.abs(value) >= least) ?? scales.at(-1) ?? [1, unit];
  return `${Number((value / size).toPrecision(3))} ${shown}`;
}

function metricLine(id: string, { name, unit, summary }: Metric): string[] {
  if (!summary || summary.n < FEWEST_VALUES) return [];
  const [middle, high] = [formatQuantity(summary.median, unit), formatQuantity(summary.p95, unit)];
  return [safeLine(`${id}  ${name}: n ${summary.n}, median ${middle}, p95 ${high}`)];
}

/** One line for each metric with enough values to speak of a distribution. */
export function metricLines(results: readonly Result[]): string[] {
  return results.flatMap(({ id, metrics }) => metrics.flatMap((metric) => metricLine(id, metric)));
}
