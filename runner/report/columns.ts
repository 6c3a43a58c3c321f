import { resolve } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { countBy } from '../record/counts.ts';
import type { RunRecord } from '../record/reader.ts';
import type { StackFacts } from '../record/schema.ts';
import { safeLine } from './escape.ts';

/**
 * A short name for each run: its target, numbered where several are of one target.
 * @throws UsageError where one run is given twice.
 */
export function labelsOf(records: readonly { path: string; header: { target: string } }[]): string[] {
  const seen = new Set<string>();
  for (const { path } of records) {
    if (seen.has(resolve(path))) throw new UsageError(`${path} is given twice.`, { hint: 'Name each run once.' });
    seen.add(resolve(path));
  }
  const totals = countBy(records, ({ header }) => header.target);
  const used = new Map<string, number>();
  return records.map(({ header: { target } }) => {
    const number = (used.get(target) ?? 0) + 1;
    used.set(target, number);
    return safeLine((totals[target] ?? 0) > 1 ? `${target} #${number}` : target);
  });
}

/** All planned ids, in the order of the first plan that has them. */
export function idsOf(records: readonly RunRecord[]): string[] {
  return [...new Set(records.flatMap(({ header }) => header.plan.ids))];
}

/** The parts of a stack by name, for a table: `[name, one value a run]`; null where a part is absent or unknown. */
export function stackRows(records: readonly RunRecord[]): { name: string; values: (string | null)[] }[] {
  const rows: [string, (stack: StackFacts) => string | null][] = [
    ['accelerator', ({ accelerator }) => accelerator],
    ['QEMU', ({ qemu }) => qemu],
    ['virglrenderer', ({ virglrenderer }) => virglrenderer],
    ['host driver', ({ hostDriver }) => hostDriver],
    ['guest kernel', ({ guestKernel }) => guestKernel],
    ['guest page size', ({ guestPageSize }) => (guestPageSize === null ? null : `${guestPageSize / 1024} KiB`)],
    ['guest Mesa', ({ guestMesa }) => guestMesa],
    ['device', ({ deviceName }) => deviceName],
    ['profile', ({ profile }) => profile],
  ];
  return rows
    .map(([name, read]) => ({
      name,
      values: records.map(({ header }) => {
        const value = read(header.stack);
        return value === null || value === '' ? null : safeLine(value);
      }),
    }))
    .filter(({ values }) => values.some((value) => value !== null));
}
