import { median } from '../base/distribution.ts';
import { prepareStack } from './bare-boot.ts';
import type { BenchContext, Measurement } from './measurement.ts';
import { suiteRun } from './suite-run.ts';

/** Guest CPUs to try. One leaves out what needs two; four are more than two guests find on a small machine. */
const CPUS = [1, 2, 4] as const;
const JOBS = [1, 2] as const;

interface Setting {
  jobs: (typeof JOBS)[number];
  cpus: (typeof CPUS)[number];
  wallMs: number[];
}

export const jobs: Measurement = {
  name: 'jobs',
  title: 'every case with --jobs 1, over the same with --jobs 2, each with the -smp that serves it best',
  async measure(context) {
    await prepareStack(context);
    const settings = CPUS.flatMap((cpus) => JOBS.map((jobs): Setting => ({ jobs, cpus, wallMs: [] })));
    for (let round = 1; round <= context.rounds; round++) {
      for (const setting of settings) setting.wallMs.push(await wallTime(context, setting));
      const seen = settings.map(({ jobs, cpus, wallMs }) => `${jobs} x ${cpus} ${Math.round(wallMs.at(-1) ?? 0)} ms`);
      context.note(`jobs ${round}/${context.rounds}: jobs x cpus: ${seen.join(', ')}`);
    }
    const one = best(settings, 1);
    const two = best(settings, 2);
    return {
      jobs2Ratio: median(one.wallMs) / median(two.wallMs),
      bestCpus: { jobs1: one.cpus, jobs2: two.cpus },
    };
  },
};

/** QEMU takes the last -smp that it is given. */
async function wallTime(context: BenchContext, { jobs, cpus }: Setting): Promise<number> {
  const options = ['--jobs', String(jobs), '--qemu-arg=-smp', `--qemu-arg=${cpus}`];
  return (await suiteRun(context, [], options)).wallMs;
}

/** The one with the shortest median. */
function best(settings: readonly Setting[], jobs: Setting['jobs']): Setting {
  const [first, ...rest] = settings.filter((setting) => setting.jobs === jobs);
  if (!first) throw new Error(`no setting with ${jobs} jobs`);
  return rest.reduce((before, next) => (median(next.wallMs) < median(before.wallMs) ? next : before), first);
}
