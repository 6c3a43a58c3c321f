import { InfraError, UsageError } from '../base/errors.ts';
import type { Digest } from '../compare/digest.ts';
import type { Case } from '../plan/case.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { Target } from '../plan/target.ts';

/** One side of a gate: a target with its stack options, or a run that was made before. */
export type GateSide =
  | { name: 'base' | 'patch'; kind: 'stack'; target: Target; stack: StackOptions }
  | { name: 'base' | 'patch'; kind: 'finished'; folder: string };

export interface RunSide {
  side: Extract<GateSide, { kind: 'stack' }>;
  cases: readonly Case[];
  query: readonly string[];
  targets: readonly Target[];
  out: string | undefined;
  goldens: string | undefined;
}

/** What became of one run of a side. */
export interface SideRun {
  /** Null where the guest was never reached. */
  digest: Digest | null;
  record: string;
  /** The exit status of the signal that stopped it, or null. */
  interrupted: number | null;
}

/** Whether two sides would run the very same: a gate between them says nothing. */
export function sameStack(base: GateSide, patch: GateSide): boolean {
  if (base.kind === 'finished' || patch.kind === 'finished') return false;
  return base.target.name === patch.target.name && JSON.stringify(base.stack) === JSON.stringify(patch.stack);
}

/**
 * Looks, before anything runs, whether the guest of a side can load the driver that is to be tried in it.
 * @throws UsageError where it cannot.
 */
export async function requireSideFits(side: GateSide): Promise<void> {
  if (side.kind === 'finished' || side.target.kind !== 'vm' || side.target.image.kind !== 'built') return;
  const { guestDriver, overlay } = side.stack;
  if (guestDriver === undefined) return;
  const [{ ensureGuestImage }, { requireDriverFits }] = await Promise.all([
    import('../stack/guest-image.ts'),
    import('../guest/driver-fits.ts'),
  ]);
  const image = await ensureGuestImage(side.target.image, (line) => void process.stderr.write(`${line}\n`));
  requireDriverFits(guestDriver, { ...image, overlay });
}

/**
 * Runs cases on a side.
 * @throws UsageError where the target can run none of them.
 */
export async function runSide({ side, cases, query, targets, out, goldens }: RunSide): Promise<SideRun> {
  const [{ runOnce }, { runsOn }, { readDigest }, { nothingRan }] = await Promise.all([
    import('./run-plan-once.ts'),
    import('../plan/plan.ts'),
    import('../compare/read-digest.ts'),
    import('../compare/gate.ts'),
  ]);
  const runnable = cases.filter((candidate) => runsOn(candidate, side.target));
  if (runnable.length === 0)
    throw new UsageError(`None of the cases runs on ${side.target.name}, the side of ${side.name}.`);
  const plan = Object.freeze({ target: side.target, cases: Object.freeze(runnable), query, shard: null });
  process.stderr.write(`${side.name}:\n`);
  const input = { plan, targets, stack: side.stack, resumed: null, out, goldens, jobs: 1, repeat: 1, history: false };
  try {
    const { done, interrupted } = await runOnce(input);
    const digest = readDigest(done.record);
    return { digest: nothingRan(digest) ? null : digest, record: done.record, interrupted };
  } catch (error) {
    if (!(error instanceof InfraError)) throw error;
    const { showError } = await import('./show-error.ts');
    showError(error);
    return { digest: null, record: '', interrupted: null };
  }
}
