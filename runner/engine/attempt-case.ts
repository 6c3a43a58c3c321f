import { judge, judgeAttempts } from '../judge/verdict.ts';
import type { Case } from '../plan/case.ts';
import type { Expectation } from '../plan/expectation.ts';
import { expectationFor, expectationsOn } from '../plan/expectations.ts';
import type { Outcome } from '../plan/outcome.ts';
import type { Result, SymptomLine } from '../record/schema.ts';
import { caseRequest } from './case-request.ts';
import { excerptsOf } from './excerpts.ts';
import { type CaseContext, resultOf } from './run-case.ts';
import type { RunLogs } from './run-logs.ts';
import type { Session } from './session.ts';
import { suspiciousLine } from './suspicion.ts';

/** How often one case may cost a VM. */
const DEATHS_OF_ONE_CASE = 2;
const LEFT_IN_DOUBT: ReadonlySet<Outcome> = new Set(['crash', 'timeout', 'lost']);

export interface AttemptContext extends Omit<CaseContext, 'profile'> {
  logs: RunLogs;
  timeScale: number;
  /** How often each case is run. */
  repeat: number;
  /** Whether one that costs its guest is tried once more; it is, where nothing is said. */
  onceMoreAfterDeath?: boolean;
  /** Aborted when the run is to stop. */
  signal: AbortSignal;
}

/**
 * Runs a case as often as asked. One that costs its guest is tried once more, on a fresh one that nothing else has
 * touched: either it does it again, or it is flaky.
 * @returns null where the run was stopped meanwhile: the record then says that the case is missing.
 */
export async function attemptCase(probeCase: Case, session: Session, context: AttemptContext): Promise<Result | null> {
  const attempts: Result[] = [];
  let held = context.expectations;
  let deaths = 0;
  let wanted = context.repeat;
  while (attempts.length < wanted && (await session.ready())) {
    held = expectationsOn(session.report.stack.profile, context.expectations);
    const attempt = await attemptOnce(probeCase, session, { ...context, expectations: held });
    if (context.signal.aborted || !attempt) return null;
    attempts.push(attempt);
    if (session.hasGuest) continue;
    deaths += 1;
    if (deaths >= DEATHS_OF_ONE_CASE || context.onceMoreAfterDeath === false) break;
    wanted = Math.max(wanted, attempts.length + 1);
  }
  if (context.signal.aborted) return null;
  const last = attempts.at(-1)?.outcome;
  session.caseEnded(probeCase.id, { killed: !session.hasGuest, timedOut: last === 'timeout' });
  return combine(probeCase, attempts, held);
}

async function attemptOnce(probeCase: Case, session: Session, context: AttemptContext): Promise<Result | null> {
  const { profile } = session.report.stack;
  const { timeScale, signal } = context;
  const brokenStack = session.report.finding !== null;
  const run = await session.run(caseRequest(probeCase, { timeScale, brokenStack, signal }));
  if (run.ended === 'aborted' || context.signal.aborted) return null;
  const symptoms = await context.logs.look(probeCase, run.logs, session);
  const judged = await resultOf(probeCase, run, { ...context, profile });
  const result = symptoms.length > 0 ? { ...judged, symptoms } : judged;
  if (!session.hasGuest) return result;
  const doubtful =
    LEFT_IN_DOUBT.has(result.outcome) ||
    (result.verdict !== 'ok' && result.verdict !== 'known') ||
    symptoms.length > 0 ||
    (await suspiciousLine(context.runDir, run.logs, probeCase.expectedLog)) !== null;
  const problem = doubtful ? await session.examine(context.signal) : null;
  return problem === null ? result : withDamage(probeCase, result, problem, context);
}

/** What a case did to its guest belongs to its story; a pass that leaves a broken guest is none. */
async function withDamage(
  probeCase: Case,
  result: Result,
  problem: string,
  { runDir, expectations }: AttemptContext,
): Promise<Result> {
  const damage = `left a guest that is not sound: ${problem}`;
  const told = result.attempts.at(-1)?.message ?? '';
  const message = told === '' ? damage : `${told} [${damage}]`;
  const outcome = result.outcome === 'pass' || result.outcome === 'skip' ? 'lost' : result.outcome;
  return {
    ...result,
    outcome,
    ...judge(outcome, message, expectationFor(probeCase.id, expectations)),
    attempts: [{ outcome, message, durationMs: result.durationMs }],
    excerpts: await excerptsOf(runDir, result.logs),
  };
}

/** The first line of each kind that any attempt showed. */
function ofEachKind(lines: readonly SymptomLine[]): SymptomLine[] {
  return [...new Map(lines.toReversed().map((line) => [`${line.symptom} ${line.log}`, line])).values()];
}

function combine(probeCase: Case, results: readonly Result[], expectations: readonly Expectation[]): Result | null {
  const started = results.filter(({ outcome }) => outcome !== 'infra');
  const counted = started.length > 0 ? started : results;
  const differ = new Set(counted.map(({ outcome }) => outcome)).size > 1;
  const told = (differ ? counted.findLast(({ outcome }) => outcome !== 'pass') : undefined) ?? counted.at(-1);
  if (!told || results.length === 1) return told ?? null;
  const attempts = results.flatMap((result) => result.attempts);
  const { verdict, message } = judgeAttempts(attempts, expectationFor(probeCase.id, expectations));
  const symptoms = ofEachKind(results.flatMap((result) => result.symptoms ?? []));
  return { ...told, verdict, message, attempts, ...(symptoms.length > 0 ? { symptoms } : {}) };
}
