import { cleanLogs, logsMessage, logTrouble, OUTSIDE } from '../judge/host-messages.ts';
import { symptoms } from '../judge/symptoms/index.ts';
import type { Check, SymptomLine } from '../record/schema.ts';
import type { HostFinding } from './host-result.ts';
import type { RunLogs } from './run-logs.ts';

function toCheck(where: string, { symptom: id, log, line }: SymptomLine): Check {
  const symptom = symptoms.find((candidate) => candidate.id === id);
  return logTrouble(where, `${id} in ${log}`, line, symptom ? `${symptom.diagnosis} (${symptom.component})` : '');
}

/** host/log-clean: passes where no log of the run holds a line that tells of trouble and that nobody expects. */
export async function judgeLogs(logs: RunLogs): Promise<HostFinding> {
  const began = performance.now();
  const troubles = await logs.troubles();
  const failed = troubles.flatMap(({ id, lines }) => lines.map((line) => toCheck(id ?? OUTSIDE, line)));
  return {
    outcome: failed.length > 0 ? 'fail' : 'pass',
    message: logsMessage(failed),
    checks: failed.length > 0 ? failed : [cleanLogs(logs.cases)],
    durationMs: performance.now() - began,
    processMs: null,
  };
}
