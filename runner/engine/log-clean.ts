import { symptoms } from '../judge/symptoms/index.ts';
import type { Check, SymptomLine } from '../record/schema.ts';
import type { HostFinding } from './host-result.ts';
import type { RunLogs, Trouble } from './run-logs.ts';

const CLEAN = 'no line that tells of trouble';
const OUTSIDE = 'outside of every case';

function toCheck(where: string, { symptom: id, log, line }: SymptomLine): Check {
  const symptom = symptoms.find((candidate) => candidate.id === id);
  const means = symptom ? `: ${symptom.diagnosis} (${symptom.component})` : '';
  return { name: where, ok: false, expected: CLEAN, actual: line, message: `${id} in ${log}${means}` };
}

function messageOf(troubles: readonly Trouble[]): string {
  const [first] = troubles;
  const [line] = first?.lines ?? [];
  if (!first || !line) return '';
  const lines = troubles.reduce((sum, trouble) => sum + trouble.lines.length, 0);
  const others = troubles.slice(1).map(({ id }) => id ?? OUTSIDE);
  const more = others.length > 0 ? ` (also ${others.slice(0, 5).join(', ')}${others.length > 5 ? ', …' : ''})` : '';
  return `${first.id ?? OUTSIDE}: ${line.symptom} in ${line.log}: ${line.line}${lines > 1 ? `; ${lines} such lines in all` : ''}${more}`;
}

/** host/log-clean: passes where no log of the run holds a line that tells of trouble and that nobody expects. */
export async function judgeLogs(logs: RunLogs): Promise<HostFinding> {
  const began = performance.now();
  const troubles = await logs.troubles();
  const failed = troubles.flatMap(({ id, lines }) => lines.map((line) => toCheck(id ?? OUTSIDE, line)));
  const clean: Check = { name: `the logs of ${logs.cases} cases and of the boots`, ok: true, actual: CLEAN };
  return {
    outcome: failed.length > 0 ? 'fail' : 'pass',
    message: messageOf(troubles),
    checks: failed.length > 0 ? failed : [clean],
    durationMs: performance.now() - began,
    processMs: null,
  };
}
