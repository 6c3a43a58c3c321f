import { join } from 'node:path';
import { packageRoot } from '../../runner/base/paths.ts';
import { diagnoseCase } from '../../runner/diagnose/diagnose-case.ts';
import { GuestLaboratory } from '../../runner/diagnose/laboratory.ts';
import { allCases } from '../../runner/plan/catalogue.ts';
import { shippedTargets } from '../../vmimages/targets/index.ts';
import type { Bed } from './bed.ts';
import type { Fault } from './fault.ts';
import type { MatrixRow } from './matrix.ts';

const BUDGET_MS = 60_000;

interface Answer {
  fault: Fault;
  caseId: string;
  cause: string | null;
  component: string | null;
  confidence: number;
  seconds: number;
}

/** Diagnoses the first case that catches each fault, and prints how often the answer is right. */
export async function diagnoseFaults(
  faults: readonly Fault[],
  bed: Bed,
  context: {
    folder: string;
    rows: readonly MatrixRow[];
    signal: AbortSignal;
    say(line: string): void;
  },
): Promise<number> {
  const answers: Answer[] = [];
  for (const fault of faults) {
    if (context.signal.aborted) break;
    const answer = await diagnoseOne(fault, bed, context);
    if (!answer) {
      context.say(`${fault.name}: no case catches it`);
      continue;
    }
    answers.push(answer);
    const right = isRightComponent(answer) ? (isRightCause(answer) ? 'right' : 'right component') : 'WRONG';
    context.say(
      `${fault.name} (${answer.caseId}): ${answer.component ?? 'no answer'} ${answer.cause ?? ''} ${answer.confidence.toFixed(2)} ${answer.seconds.toFixed(0)} s: ${right}`,
    );
  }
  for (const line of tableOf(answers)) context.say(line);
  const right = answers.filter(isRightComponent).length / Math.max(1, answers.length);
  return right >= 0.9 ? 0 : 1;
}

async function diagnoseOne(
  fault: Fault,
  bed: Bed,
  { folder, rows, signal }: { folder: string; rows: readonly MatrixRow[]; signal: AbortSignal },
): Promise<Answer | null> {
  const row = rows.find((candidate) => candidate.fault === fault.name);
  const cases = allCases();
  const id = row?.caught[0]?.case ?? (row?.boot === null ? undefined : fault.query[0]);
  const probeCase = cases.find((candidate) => candidate.id === id);
  if (!probeCase) return null;
  const { target, stack } = bed.changesOf(fault);
  const laboratory = new GuestLaboratory({
    probeCase,
    cases: new Map(cases.map((candidate) => [candidate.id, candidate])),
    target,
    targets: shippedTargets,
    stack,
    dir: join(folder, `diagnose-${fault.name}`),
    goldenRoot: join(packageRoot, 'golden'),
    signal,
    note: () => {},
  });
  const began = performance.now();
  try {
    const { diagnosis } = await diagnoseCase(probeCase, laboratory, { budgetMs: BUDGET_MS, signal, note: () => {} });
    return {
      fault,
      caseId: probeCase.id,
      cause: diagnosis.cause?.id ?? null,
      component: diagnosis.cause?.component ?? null,
      confidence: diagnosis.cause?.confidence ?? 0,
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    await laboratory.close();
  }
}

const isRightComponent = ({ fault, component }: Answer): boolean => fault.truth.component === component;
const isRightCause = ({ fault, cause }: Answer): boolean => cause !== null && fault.truth.causes.includes(cause);

function share(answers: readonly Answer[], of: (answer: Answer) => boolean): string {
  const right = answers.filter(of).length;
  return `${right} of ${answers.length} (${Math.round((100 * right) / Math.max(1, answers.length))} %)`;
}

/** The figures, for the faults that the rules were written with and for the others, and stated against actual confidence. */
function tableOf(answers: readonly Answer[]): string[] {
  const rows = (['seen', 'held out'] as const).map((which) => {
    const part = answers.filter(({ fault }) => fault.heldOut === (which === 'held out'));
    return `| ${which} | ${share(part, isRightComponent)} | ${share(part, isRightCause)} |`;
  });
  const bands = [0, 0.5, 0.7, 0.85, 0.92].map((from, index, all) => {
    const to = all[index + 1] ?? 1.01;
    const part = answers.filter(({ confidence }) => confidence >= from && confidence < to);
    return `| ${from} to ${Math.min(1, to)} | ${share(part, isRightComponent)} | ${share(part, isRightCause)} |`;
  });
  const times = answers.map(({ seconds }) => seconds).toSorted((a, b) => a - b);
  return [
    '| faults | right component | right cause |',
    '| --- | --- | --- |',
    ...rows,
    '| stated confidence | right component | right cause |',
    '| --- | --- | --- |',
    ...bands,
    `median time ${(times[Math.floor(times.length / 2)] ?? 0).toFixed(0)} s`,
  ];
}
