import { UsageError } from '../base/errors.ts';
import { type RunRecord, readRecord } from '../record/reader.ts';
import { diagnosesIn, type FirstDiagnosis, withFirstDiagnoses } from './first-diagnosis.ts';

/** A record for a person or a CI to read: each unexpected result has its first diagnosis. @throws UsageError as `readRecord` does. */
export function readDiagnosedRecord(runDirOrFile: string): RunRecord {
  return withFirstDiagnoses(readRecord(runDirOrFile));
}

/** The first diagnoses of a run that just ended; none where its record cannot be read, which was told already. */
export function readDiagnoses(runDir: string): FirstDiagnosis[] {
  try {
    return diagnosesIn(readDiagnosedRecord(runDir));
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}
