import type { CaseChange } from '../compare/compare.ts';
import { readRecord } from '../record/reader.ts';
import { type FirstDiagnosis, firstDiagnosesOf } from './first-diagnosis.ts';

/**
 * Changes for the worse with their first diagnoses.
 * @param recordOf the record of the run that is worse; null where it is not to be read.
 */
export function diagnoseChanges<Change extends CaseChange>(
  changes: readonly Change[],
  recordOf: (change: Change) => string | null,
): Change[] {
  const made = new Map<Change, FirstDiagnosis>();
  for (const path of new Set(changes.map(recordOf))) {
    if (path === null) continue;
    const part = changes.filter((change) => recordOf(change) === path);
    const ids = new Set(part.map(({ id }) => id));
    const found = firstDiagnosesOf(readRecord(path), ({ id }) => ids.has(id));
    for (const change of part) {
      const diagnosis = found.get(change.id);
      if (diagnosis) made.set(change, diagnosis);
    }
  }
  return changes.map((change) => {
    const diagnosis = made.get(change);
    return diagnosis ? { ...change, diagnosis } : change;
  });
}
