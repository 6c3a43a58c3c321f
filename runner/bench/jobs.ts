import { median } from '../base/distribution.ts';
import { prepareStack } from './bare-boot.ts';
import type { Measurement } from './measurement.ts';
import { suiteRun } from './suite-run.ts';

export const jobs: Measurement = {
  name: 'jobs',
  title: 'every case with --jobs 1, over the same with --jobs 2',
  async measure(context) {
    await prepareStack(context);
    const ratios: number[] = [];
    for (let round = 1; round <= context.rounds; round++) {
      const one = await suiteRun(context, [], ['--jobs', '1']);
      const two = await suiteRun(context, [], ['--jobs', '2']);
      ratios.push(one.wallMs / two.wallMs);
      context.note(
        `jobs ${round}/${context.rounds}: one ${Math.round(one.wallMs)} ms, two ${Math.round(two.wallMs)} ms, ratio ${(one.wallMs / two.wallMs).toFixed(3)}`,
      );
    }
    return { jobs2Ratio: median(ratios) };
  },
};
