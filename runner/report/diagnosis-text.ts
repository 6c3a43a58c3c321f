import { printable } from '../base/text.ts';
import { type Diagnosis, NOT_RUN } from '../diagnose/answer.ts';
import { styleFor } from './style.ts';

/** A diagnosis for a terminal. What comes from the guest is made printable. */
export function renderDiagnosis(diagnosis: Diagnosis, { color }: { color: boolean }): string {
  const ink = styleFor(color);
  const { cause, outcome } = diagnosis;
  const lines = [`${ink.bold(diagnosis.case)}: ${outcome}`];
  const tried = triedLines(diagnosis);
  if (outcome === 'pass') return [...lines, 'It passes: there is nothing to diagnose.', ...tried].join('\n');
  if (!cause) {
    lines.push('No known cause fits. The experiments:', ...tried);
    return lines.join('\n');
  }
  lines.push(
    '',
    `${ink.bold(cause.component)}  ${cause.title}`,
    `cause ${cause.id}, confidence ${percent(cause.confidence)}`,
  );
  if (diagnosis.evidence.length > 0) {
    lines.push('', 'Evidence:', ...diagnosis.evidence.map((line) => `  ${printable(line)}`));
  }
  if (tried.length > 0) lines.push('', 'Varied, one at a time:', ...tried);
  lines.push('', `Next: ${diagnosis.next}`);
  const others = diagnosis.others.map(
    ({ id, component, confidence }) => `${id} (${component}, ${percent(confidence)})`,
  );
  if (others.length > 0) lines.push(`Less likely: ${others.join(', ')}`);
  return lines.join('\n');
}

/** What was varied, a line each; what could not be, in one line. */
function triedLines({ experiments }: Diagnosis): string[] {
  const made = experiments.filter(({ outcome }) => outcome !== NOT_RUN);
  const rest = experiments.filter(({ outcome }) => outcome === NOT_RUN).map(({ change }) => change);
  return [
    ...made.map(({ change, outcome }) => `  ${printable(change)}: ${outcome}`),
    ...(rest.length > 0 ? [`  not to be had here: ${printable(rest.join('; '))}`] : []),
  ];
}

function percent(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}
