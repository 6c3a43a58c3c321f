import type { RunRecord } from '../record/reader.ts';
import type { Result } from '../record/schema.ts';
import { diagnosisWords } from './diagnosis.ts';
import { excerptLines, safeLine, safeText } from './escape.ts';
import { type Point, pointsOf, unfinished } from './points.ts';

const EXCERPT_LINES = 20;
const EXCERPT_WIDTH = 500;

/**
 * Text for a description or a directive's reason. TAP 14 escapes `\` and `#`; an open brace at the end of a line
 * begins a subtest for some parsers.
 */
export function escapeTap(text: string): string {
  return safeLine(text).replaceAll(/[\\#]/g, '\\$&').replace(/\{$/, '{.');
}

/** A YAML value on one line: JSON is YAML, and a quoted text cannot be taken for anything else. */
function yamlValue(value: string | number | readonly string[]): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? JSON.stringify(safeText(value)) : JSON.stringify(value.map(safeText));
}

/** A YAML diagnostics block. */
export function yamlBlock(fields: Readonly<Record<string, string | number | readonly string[]>>): string[] {
  return ['  ---', ...Object.entries(fields).map(([key, value]) => `  ${key}: ${yamlValue(value)}`), '  ...'];
}

function failedChecks(result: Result): string[] {
  return result.checks
    .filter(({ ok }) => !ok)
    .map(({ name, expected, actual, message }) =>
      safeLine(
        `${name}: expected ${expected ?? '-'}, actual ${actual ?? '-'}${message === undefined ? '' : `: ${message}`}`,
      ),
    );
}

function diagnosisFields(result: Result): Record<string, string> {
  const words = diagnosisWords(result);
  if (words === null) return {};
  return { diagnosis: words.sentence, diagnosis_evidence: words.evidence, diagnosis_command: words.command };
}

function diagnostics(point: Point): Record<string, string | number | readonly string[]> {
  const { result } = point;
  if (result === null) return { message: point.message };
  const fields = { duration_ms: Math.round(result.durationMs) };
  if (point.kind === 'ok') return fields;
  const logs = result.excerpts.map(({ log, text }) => [
    `log_${log.replaceAll(/\W/g, '_')}`,
    excerptLines(text, EXCERPT_LINES, EXCERPT_WIDTH),
  ]);
  return {
    message: point.message,
    outcome: result.outcome,
    verdict: result.verdict,
    ...fields,
    exit: result.exit.signal ?? result.exit.code ?? 'none',
    ...diagnosisFields(result),
    failed_checks: failedChecks(result),
    files: result.files.map(({ role, path }) => `${role}: ${path}`),
    ...Object.fromEntries(logs),
  };
}

function line(point: Point, index: number): string {
  const description = `${index + 1} - ${escapeTap(point.name)}`;
  switch (point.kind) {
    case 'ok':
      return `ok ${description}`;
    case 'skip':
      return `ok ${description} # SKIP ${escapeTap(point.message)}`;
    case 'known':
      return `not ok ${description} # TODO ${escapeTap(point.message)}`;
    case 'failed':
      return `not ok ${description}`;
  }
}

/**
 * A record as TAP 14. A known failure is `not ok … # TODO reason`, a known skip `ok … # SKIP reason`; everything
 * that makes the run not good is `not ok`, and a run that did not come to its end bails out.
 */
export function toTap(record: RunRecord): string {
  const points = pointsOf(record);
  const { run, target, stack } = record.header;
  const why = unfinished(record);
  const lines = [
    'TAP version 14',
    `1..${points.length}`,
    `# venus-suite run ${safeLine(run)}, target ${safeLine(target)}, profile ${safeLine(stack.profile)}`,
    ...points.flatMap((point, index) => [line(point, index), ...yamlBlock(diagnostics(point))]),
    ...(why === null ? [] : [`Bail out! ${why}`]),
  ];
  return `${lines.join('\n')}\n`;
}
