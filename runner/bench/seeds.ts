import { shippedTargets } from '../../vmimages/targets/index.ts';
import { median } from '../base/distribution.ts';
import { allCases } from '../plan/catalogue.ts';
import { expectationFor, loadExpectations } from '../plan/expectations.ts';
import type { VmTarget } from '../plan/target.ts';
import { ensureProbes } from '../stack/probes.ts';
import { prepareStack } from './bare-boot.ts';
import type { Measurement } from './measurement.ts';
import { ensureSeedsDisk } from './seeds-disk.ts';
import { seedsSession } from './seeds-session.ts';
import { suiteRun } from './suite-run.ts';

const COUNT = 20;

/** Probes that stand alone and pass here: a picture would have to be fetched, and vkcube needs an X server. */
function probesToRun(target: VmTarget) {
  const expectations = loadExpectations(target, shippedTargets);
  return allCases()
    .filter(({ optIn, golden, hostCheck }) => !optIn && golden === null && hostCheck === null)
    .filter(({ id }) => expectationFor(id, expectations) === null)
    .slice(0, COUNT);
}

export const seeds: Measurement = {
  name: 'seeds',
  title: `${COUNT} probes by hand (boot a disk image, scp each, ssh each), over \`run\` with the same`,
  async measure(context) {
    await prepareStack(context);
    const disk = await ensureSeedsDisk(context.note);
    const { dir } = await ensureProbes(context.target.arch, context.note);
    const cases = probesToRun(context.target);
    const ids = cases.map(({ id }) => id);
    const ratios: number[] = [];
    for (let round = 1; round <= context.rounds; round++) {
      const byHand = await seedsSession(context, disk, dir, cases);
      const { wallMs } = await suiteRun(context, ids);
      ratios.push(byHand.wallMs / wallMs);
      context.note(
        `seeds ${round}/${context.rounds}: by hand ${Math.round(byHand.wallMs)} ms (boot ${Math.round(byHand.bootMs)} ms), run ${Math.round(wallMs)} ms, ratio ${(byHand.wallMs / wallMs).toFixed(3)}`,
      );
    }
    return { seedsWayRatio: median(ratios) };
  },
};
