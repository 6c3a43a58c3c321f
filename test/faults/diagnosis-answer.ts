import type { Diagnosis } from '../../runner/diagnose/answer.ts';
import { type Answer, judgeAnswers } from './diagnosis.ts';
import type { Fault } from './fault.ts';

/** What a diagnosis said to a fault, to be kept. @param seconds of the whole command. */
export function answerTo(fault: Fault, { case: id, outcome, cause, experiments }: Diagnosis, seconds: number): Answer {
  return {
    fault: fault.name,
    case: id,
    outcome,
    cause: cause?.id ?? null,
    component: cause?.component ?? null,
    confidence: cause?.confidence ?? 0,
    seconds: Math.round(seconds * 10) / 10,
    experiments: experiments.length,
  };
}

/** In one line, with whether it is right. */
export function answerLine(answer: Answer, fault: Fault): string {
  const { component = false, cause = false } = judgeAnswers([answer], [fault])[0] ?? {};
  const said = `${answer.component ?? 'no answer'} ${answer.cause ?? ''} ${answer.confidence.toFixed(2)}`;
  const { component: blamed, causes } = fault.truth;
  const right = component ? (cause ? 'right' : `right component, not ${causes.join(' or ')}`) : `WRONG: ${blamed}`;
  return `${fault.name} (${answer.case} ${answer.outcome}): ${said} ${answer.seconds.toFixed(0)} s: ${right}`;
}
