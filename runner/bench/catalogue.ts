import { median } from '../base/distribution.ts';
import { bareBoot, prepareStack } from './bare-boot.ts';
import type { Measurement } from './measurement.ts';
import { processTime, suiteRun } from './suite-run.ts';

export const catalogue: Measurement = {
  name: 'catalogue',
  title: "every case: wall time over a bare boot and the processes' own time; and what a case costs beyond its process",
  async measure(context) {
    await prepareStack(context);
    const ratios: number[] = [];
    const overheads: number[] = [];
    for (let round = 1; round <= context.rounds; round++) {
      const bareMs = await bareBoot(context);
      const { wallMs, record } = await suiteRun(context, []);
      const ownMs = bareMs + processTime(record);
      const overheadMs = median(
        record.results.flatMap(({ durationMs, processMs }) => (processMs === null ? [] : [durationMs - processMs])),
      );
      ratios.push(wallMs / ownMs);
      overheads.push(overheadMs);
      context.note(
        `catalogue ${round}/${context.rounds}: ${record.results.length} cases in ${Math.round(wallMs)} ms, bare boot ${Math.round(bareMs)} ms, processes ${Math.round(ownMs - bareMs)} ms, ratio ${(wallMs / ownMs).toFixed(3)}, overhead of a case ${overheadMs.toFixed(1)} ms`,
      );
    }
    return { caseOverheadMs: median(overheads), catalogueRatio: median(ratios) };
  },
};
