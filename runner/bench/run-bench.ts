import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figures, NO_FIGURES } from './figures.ts';
import type { BenchContext, Measurement } from './measurement.ts';

/** Makes the measurements one after the other, in a folder of their own that is gone afterwards. */
export async function runBench(
  measurements: readonly Measurement[],
  context: Omit<BenchContext, 'scratch'>,
): Promise<Figures> {
  const scratch = mkdtempSync(join(tmpdir(), 'venus-suite-bench-'));
  const remove = (): void => rmSync(scratch, { recursive: true, force: true });
  // Ctrl-C ends the process in the middle of a measurement.
  process.once('exit', remove);
  try {
    let figures = NO_FIGURES;
    for (const { name, title, measure } of measurements) {
      context.note(`${name}: ${title}`);
      figures = { ...figures, ...(await measure({ ...context, scratch })) };
    }
    return figures;
  } finally {
    process.off('exit', remove);
    remove();
  }
}
