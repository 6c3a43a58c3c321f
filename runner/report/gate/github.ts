import { why } from '../comparison/sections.ts';
import { clip, safeLine } from '../escape.ts';
import type { GateReport } from './sections.ts';

/** GitHub shows ten errors and ten warnings of a step. */
const SHOWN = 10;
const LENGTH = 1000;

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

function command(kind: 'error' | 'warning', title: string, text: string): string {
  // One line, whatever a guest printed: a line of its own could be a command of its own.
  return `::${kind} title=${escapeProperty(safeLine(title))}::${escapeData(clip(safeLine(text), LENGTH))}\n`;
}

/** What a gate found as commands of GitHub Actions, which shows them on the pull request. */
export function githubAnnotations({ gate }: GateReport): string {
  const errors: [string, string][] = [
    ...(gate.exit === 125 ? [['gate', gate.verdict] as [string, string]] : []),
    ...(gate.exit === 1 && gate.regressions.length === 0 ? [['gate', gate.verdict] as [string, string]] : []),
    ...gate.findings.map((finding): [string, string] => ['stack', finding]),
    ...gate.regressions.map((one): [string, string] => [
      one.id,
      `${one.from.outcome} became ${one.to.outcome} in ${one.patch.bad} of ${one.patch.of} runs (base: ${one.base.bad} of ${one.base.of}): ${why(one)}`,
    ]),
    ...gate.slower.map(({ id, metric, unit, from, to }): [string, string] => [
      id,
      `${metric} is worse: median ${from.median} became ${to.median} ${unit}`,
    ]),
  ];
  const warnings = gate.flaky.map((one): [string, string] => [
    one.id,
    `differed and did not hold: bad in ${one.patch.bad} of ${one.patch.of} runs (base: ${one.base.bad} of ${one.base.of})`,
  ]);
  return [
    ...errors.slice(0, SHOWN).map(([title, text]) => command('error', title, text)),
    ...warnings.slice(0, SHOWN).map(([title, text]) => command('warning', title, text)),
  ].join('');
}
