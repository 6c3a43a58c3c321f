import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../runner/base/paths.ts';
import { diagnoseCase } from '../../runner/diagnose/diagnose-case.ts';
import { GuestLaboratory } from '../../runner/diagnose/laboratory.ts';
import type { Case } from '../../runner/plan/case.ts';
import { allCases } from '../../runner/plan/catalogue.ts';
import { mergeEnv } from '../../runner/plan/merge-env.ts';
import { runsOn } from '../../runner/plan/plan.ts';
import { selectByQuery } from '../../runner/plan/query.ts';
import { shippedTargets } from '../../vmimages/targets/index.ts';
import type { Bed } from './bed.ts';
import { target } from './bench-target.ts';
import { type Answer, judgeAnswers, keepAnswer, readAnswers, readFirstTries } from './diagnosis.ts';
import { answerLine, answerTo } from './diagnosis-answer.ts';
import { confidentlyWrong, figureLines, figuresPage, share } from './diagnosis-figures.ts';
import type { Fault } from './fault.ts';
import { faultsNamed } from './faults.ts';
import { isRed } from './is-red.ts';
import { KeepingLaboratory } from './kept-observations.ts';
import type { MatrixRow } from './matrix.ts';

const BUDGET_MS = 60_000;
const PAGE = join(packageRoot, 'docs', 'diagnosis-figures.md');

export interface DiagnoseContext {
  folder: string;
  rows: readonly MatrixRow[];
  signal: AbortSignal;
  say(line: string): void;
}

/**
 * Diagnoses the first case that catches each fault, keeps the answers, and prints how often they are right.
 * @returns 0 where nine of ten components are, four of five causes, and no confident answer is wrong.
 */
export async function diagnoseFaults(faults: readonly Fault[], bed: Bed, context: DiagnoseContext): Promise<number> {
  const all = faultsNamed([]);
  for (const fault of faults) {
    if (context.signal.aborted) break;
    const answer = await diagnoseOne(fault, bed, context);
    if (context.signal.aborted) break;
    if (!answer) {
      context.say(`${fault.name}: no case catches it`);
      continue;
    }
    keepAnswer(answer, all);
    context.say(answerLine(answer, fault));
  }
  const judged = judgeAnswers(readAnswers(), all);
  const first = readFirstTries(all);
  writeFileSync(PAGE, figuresPage(judged, first));
  for (const line of figureLines(judged, first)) context.say(line);
  const good =
    share(judged, 'component') >= 0.9 && share(judged, 'cause') >= 0.8 && confidentlyWrong(judged).length === 0;
  return good ? 0 : 1;
}

async function diagnoseOne(fault: Fault, bed: Bed, { folder, rows, signal }: DiagnoseContext): Promise<Answer | null> {
  const cases = allCases();
  const row = rows.find((candidate) => candidate.fault === fault.name);
  const probeCase = row ? caughtBy(row, cases, fault) : await findCase(fault, bed, cases);
  if (!probeCase || signal.aborted) return null;
  await bed.prepare(fault);
  const { target: changed, stack } = bed.changesOf(fault);
  const guests = new GuestLaboratory({
    probeCase,
    cases: new Map(cases.map((candidate) => [candidate.id, candidate])),
    target: changed,
    targets: shippedTargets,
    stack: { ...stack, guestEnv: mergeEnv(stack.guestEnv, fault.env ?? {}) },
    dir: join(folder, `diagnose-${fault.name}`),
    goldenRoot: join(packageRoot, 'golden'),
    signal,
    note: () => {},
  });
  const laboratory = new KeepingLaboratory(guests);
  const began = performance.now();
  try {
    const { diagnosis } = await diagnoseCase(probeCase, laboratory, { budgetMs: BUDGET_MS, signal, note: () => {} });
    if (!signal.aborted) laboratory.keep(fault.name, probeCase.id);
    return answerTo(fault, diagnosis, (performance.now() - began) / 1000);
  } finally {
    await guests.close();
  }
}

const isProbe = ({ hostCheck }: Case): boolean => hostCheck === null;

/** By the matrix. A guest that is not reached fails whatever is asked. */
function caughtBy({ caught, boot }: MatrixRow, cases: readonly Case[], fault: Fault): Case | null {
  const ids = boot?.reached === false ? fault.query : caught.map((each) => each.case);
  return cases.find((candidate) => isProbe(candidate) && ids.includes(candidate.id)) ?? null;
}

/** The same where the matrix knows nothing of the fault yet: its cases are tried until one is red. */
async function findCase(fault: Fault, bed: Bed, cases: readonly Case[]): Promise<Case | null> {
  const asked = selectByQuery(cases, fault.query).filter(
    (candidate) => isProbe(candidate) && runsOn(candidate, target),
  );
  // Each call boots a VM for what is broken before the boot.
  const parts = fault.place === 'stack' ? [asked] : asked.map((candidate) => [candidate]);
  for (const part of parts) {
    const { results, boot } = await bed.run(fault, part);
    if (boot?.reached === false) return part[0] ?? null;
    const red = results.find(isRed);
    if (red) return part.find(({ id }) => id === red.id) ?? null;
  }
  return null;
}
