import { baselineMessage, cleanLogs, logsMessage, OUTSIDE } from '../judge/host-messages.ts';
import type { Outcome, Verdict } from '../plan/outcome.ts';
import type { Check, Result } from './schema.ts';

const LOG_CLEAN = 'host/log-clean';

/** The worst first. */
const OUTCOMES_BY_WEIGHT: readonly Outcome[] = ['fail', 'crash', 'timeout', 'lost', 'invalid', 'infra', 'skip', 'pass'];
const VERDICTS_BY_WEIGHT: readonly Verdict[] = ['regression', 'infra', 'flaky', 'fixed', 'known', 'ok'];

const plainId = (id: string): string => id.split('@', 1)[0] ?? id;

/** Checks in the order of the plan; what lies outside of every case comes last. */
function inPlanOrder(checks: readonly Check[], ids: readonly string[]): Check[] {
  const places = new Map<string, number>();
  for (const [place, id] of ids.entries()) {
    for (const name of [id, plainId(id)]) if (!places.has(name)) places.set(name, place);
  }
  const placeOf = ({ name }: Check): number => places.get(name) ?? ids.length;
  return checks.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Of the logs of all shards: every line that was found; else one check that all are clean. */
function logChecks(results: readonly Result[], ids: readonly string[], probes: number): Check[] {
  const failed = results.flatMap(({ checks }) => checks.filter(({ ok }) => !ok));
  if (failed.length === 0) return [cleanLogs(probes)];
  const kinds = new Set<string>();
  // A boot prints the same in every shard.
  const once = failed.filter(({ name, message }) => {
    if (name !== OUTSIDE) return true;
    const isNew = !kinds.has(message ?? '');
    kinds.add(message ?? '');
    return isNew;
  });
  return inPlanOrder(once, ids);
}

/** A probe whose variants are in several shards ran in each of them: the worst counts. */
function baselineChecks(results: readonly Result[], ids: readonly string[]): Check[] {
  const byName = new Map<string, Check>();
  for (const check of results.flatMap(({ checks }) => checks)) {
    if (byName.get(check.name)?.ok !== false) byName.set(check.name, check);
  }
  return inPlanOrder([...byName.values()], ids);
}

/**
 * One result of the results that each shard has for a case that judges the run from the outside: the union of their
 * checks, and the worst of their outcomes.
 * @param ids of the whole plan.
 * @param probes how many of them are no such cases.
 */
export function mergeHostResults(results: readonly Result[], ids: readonly string[], probes: number): Result {
  const outcome =
    OUTCOMES_BY_WEIGHT.find((candidate) => results.some((result) => result.outcome === candidate)) ?? 'pass';
  const worst = results.filter((result) => result.outcome === outcome);
  const verdict = VERDICTS_BY_WEIGHT.find((candidate) => worst.some((result) => result.verdict === candidate)) ?? 'ok';
  const base = worst.find((result) => result.verdict === verdict);
  if (!base) throw new Error('there is no result to merge');
  const isLogs = base.id === LOG_CLEAN;
  const checks = isLogs ? logChecks(results, ids, probes) : baselineChecks(results, ids);
  // What infrastructure ended has no checks to make a message of, and an unexpected pass has words of its own.
  const message = outcome === 'fail' ? (isLogs ? logsMessage(checks) : baselineMessage(checks)) : base.message;
  const sum = (read: (result: Result) => number): number => results.reduce((total, result) => total + read(result), 0);
  const durationMs = sum((result) => result.durationMs);
  return {
    ...base,
    message,
    attempts: [{ outcome, message: outcome === 'pass' ? '' : message, durationMs }],
    durationMs,
    processMs: results.every(({ processMs }) => processMs === null) ? null : sum(({ processMs }) => processMs ?? 0),
    checks,
  };
}
