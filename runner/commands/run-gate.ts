import { UsageError } from '../base/errors.ts';
import type { Digest } from '../compare/digest.ts';
import type { Case } from '../plan/case.ts';
import type { Target } from '../plan/target.ts';
import type { GateReport } from '../report/gate/sections.ts';
import { type GateSide, requireSideFits, runSide, type SideRun, sameStack } from './gate-side.ts';

export interface GateInput {
  base: GateSide;
  patch: GateSide;
  query: readonly string[];
  targets: readonly Target[];
  out: string | undefined;
  goldens: string | undefined;
  reruns: number;
}

/** Cases to run, and the query that a record gives for them: their ids where no query of a person's names just these. */
interface Asked {
  cases: readonly Case[];
  query: readonly string[];
}

const byId = (cases: readonly Case[]): Asked => ({ cases, query: cases.map(({ id }) => id) });

/** Runs of both sides, and a way to make more of them. */
class Runs {
  readonly #input: GateInput;
  readonly records: string[] = [];
  /** The exit status of the signal that ended it all, or null. */
  interrupted: number | null = null;

  constructor(input: GateInput) {
    this.#input = input;
  }

  /** @returns null where the side could not be run, or everything was stopped. */
  async make(side: GateSide, asked: Asked): Promise<Digest | null> {
    if (this.interrupted !== null) return null;
    if (side.kind === 'finished') {
      const digest = await this.#finished(side.folder);
      this.records.push(digest.path);
      return digest;
    }
    const run: SideRun = await runSide({ ...this.#input, side, ...asked });
    this.interrupted = run.interrupted;
    if (run.record !== '') this.records.push(run.record);
    return run.digest;
  }

  /** The cases of a side that was run before; null where both are to be run. */
  async finished(): Promise<ReadonlySet<string> | null> {
    const side = [this.#input.base, this.#input.patch].find(({ kind }) => kind === 'finished');
    return side?.kind === 'finished' ? new Set((await this.#finished(side.folder)).ids) : null;
  }

  async #finished(folder: string): Promise<Digest> {
    const { readDigest } = await import('../compare/read-digest.ts');
    const digest = readDigest(folder);
    if (!digest.finished)
      throw new UsageError(`${digest.path}: the run did not come to its end, so that nothing can be said about it.`, {
        hint: 'Wait for it, or go on with it: venus-suite run --resume.',
      });
    return digest;
  }
}

/**
 * Runs both sides, then what differs again and again in turn, and decides.
 * @returns the exit status of a signal where one stopped it.
 */
export async function runGate(input: GateInput): Promise<GateReport | number> {
  const { base, patch, query } = input;
  if (sameStack(base, patch))
    throw new UsageError('base and patch are the same stack: there is nothing to tell apart.', {
      hint: 'Give the patch an option of its own, such as --patch-guest-driver FILE, or another target.',
    });
  const [{ allCases }, { selectByQuery }, { compareRuns }, { decide, decideUnrun, suspectsOf }] = await Promise.all([
    import('../plan/catalogue.ts'),
    import('../plan/query.ts'),
    import('../compare/compare.ts'),
    import('../compare/gate.ts'),
  ]);
  for (const side of [base, patch]) await requireSideFits(side);
  const runs = new Runs(input);
  const finished = await runs.finished();
  // Without a query the other side runs what the finished one did.
  const cases = selectByQuery(allCases(), query).filter(({ id }) => query.length > 0 || (finished?.has(id) ?? true));
  const asked = finished && query.length === 0 ? byId(cases) : { cases, query };
  const report = (gate: GateReport['gate'], comparison: GateReport['comparison']): GateReport | number =>
    runs.interrupted ?? { gate, comparison, records: runs.records };

  const baseFirst = await runs.make(base, asked);
  if (!baseFirst)
    return report(decideUnrun(125, 'the base could not be run, so that nothing can be said of the patch'), null);
  // A guest that does not come up once may have been unlucky; it is asked again before it is accused.
  const patchFirst = (await runs.make(patch, asked)) ?? (await runs.make(patch, asked));
  if (!patchFirst)
    return report(decideUnrun(1, 'with the patch the guest is not reached any more, twice in a row'), null);

  const comparison = compareRuns([baseFirst, patchFirst], ['base', 'patch']);
  const suspects = suspectsOf(comparison);
  const ids = new Set([...suspects.cases, ...suspects.metrics].map(({ id }) => id));
  const again = casesToRerun(cases, ids, patchFirst);
  const reruns: Record<GateSide['name'], Digest[]> = { base: [], patch: [] };
  for (let round = 0; round < input.reruns && again.length > 0; round += 1) {
    // In turn, and who begins changes: what else the machine does falls on both.
    for (const side of round % 2 === 0 ? [base, patch] : [patch, base]) {
      if (side.kind === 'finished') continue;
      const digest = await runs.make(side, byId(again));
      if (digest) reruns[side.name].push(digest);
    }
  }
  const decision = decide(
    comparison,
    { first: baseFirst, again: reruns.base },
    { first: patchFirst, again: reruns.patch },
  );
  const { diagnoseChanges } = await import('../diagnose/diagnose-changes.ts');
  const regressions = diagnoseChanges(decision.regressions, () => patchFirst.path);
  return report({ ...decision, regressions }, comparison);
}

/** host/log-clean judges the logs of the cases beside it: without those that it named it would see nothing. */
function casesToRerun(cases: readonly Case[], ids: ReadonlySet<string>, patch: Digest): Case[] {
  const named = cases
    .filter(({ id, hostCheck }) => hostCheck !== null && ids.has(id))
    .flatMap(({ id }) => patch.stories.get(patch.ids.indexOf(id))?.failed ?? []);
  const wanted = new Set([...ids, ...named]);
  return cases.filter(({ id }) => wanted.has(id));
}
