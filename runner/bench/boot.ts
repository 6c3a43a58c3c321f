import { median } from '../base/distribution.ts';
import { bareBoot, prepareStack } from './bare-boot.ts';
import type { Measurement } from './measurement.ts';
import { suiteRun } from './suite-run.ts';

/** It makes one submission and waits for one fence: little more than Venus' own start. */
const QUICK_CASE = 'sync/fence-empty';

export const boot: Measurement = {
  name: 'boot',
  title: 'start of `run` to its first result, over a bare boot',
  async measure(context) {
    await prepareStack(context);
    const ratios: number[] = [];
    for (let round = 1; round <= context.rounds; round++) {
      const bareMs = await bareBoot(context);
      const { firstResultMs } = await suiteRun(context, [QUICK_CASE]);
      ratios.push(firstResultMs / bareMs);
      context.note(
        `boot ${round}/${context.rounds}: bare ${Math.round(bareMs)} ms, first result ${Math.round(firstResultMs)} ms, ratio ${(firstResultMs / bareMs).toFixed(3)}`,
      );
    }
    return { bootRatio: median(ratios) };
  },
};
