import type { Component } from '../../judge/symptoms/symptom.ts';
import type { Cause } from '../cause.ts';
import { quoted } from '../evidence.ts';

/** A cause that one line of a log names by itself. */
export function bySymptom(
  symptom: string,
  about: { id: string; title: string; component: Component; advice: string; confidence: number },
): Cause {
  const { confidence, ...named } = about;
  return {
    ...named,
    wants: () => [],
    judge(facts) {
      const found = facts.symptom(symptom);
      return found ? { confidence, evidence: quoted(found.line) } : null;
    },
  };
}
