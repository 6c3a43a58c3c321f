import { diagnosisOf, type FirstDiagnosis } from '../diagnose/first-diagnosis.ts';
import type { Result } from '../record/schema.ts';
import { clip, safeLine } from './escape.ts';

const LENGTH = 2000;
const EVIDENCE_LENGTH = 240;

/** A first diagnosis as words that are safe to show. */
export interface DiagnosisWords {
  /** `renderer: what is wrong (60 % sure)`. */
  sentence: string;
  /** The strongest fact; empty where there is none. */
  evidence: string;
  /** The command for the rest; empty where there is none. */
  command: string;
}

/** Null where the result has none. */
export function diagnosisWords(result: Pick<Result, 'diagnosis'>): DiagnosisWords | null {
  const made = diagnosisOf(result);
  return made && wordsOf(made);
}

/** The words of one. */
export function wordsOf({ cause, evidence, command }: FirstDiagnosis): DiagnosisWords {
  const sentence = cause
    ? `${cause.component}: ${cause.title} (${Math.round(cause.confidence * 100)} % sure)`
    : 'the record alone names no cause';
  return {
    sentence: clip(safeLine(sentence), LENGTH),
    // What the case itself says stands above it already.
    evidence: clip(
      safeLine(evidence.find((line) => !line.startsWith('as it is: ')) ?? evidence[0] ?? ''),
      EVIDENCE_LENGTH,
    ),
    command: safeLine(command),
  };
}

/** All of it on one line; empty where there is none. */
export function diagnosisLine(result: Pick<Result, 'diagnosis'>): string {
  const words = diagnosisWords(result);
  if (words === null) return '';
  const { sentence, evidence, command } = words;
  return [sentence, evidence, command === '' ? '' : `more: ${command}`].filter((part) => part !== '').join('; ');
}
