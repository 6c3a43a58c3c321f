import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes the reports of a run beside its record. Each is a pure function of the record: it is read back from the disk,
 * not kept from the run.
 */
export async function writeReports(runDir: string): Promise<void> {
  const [{ readDiagnosedRecord }, { toTap }, { toJUnit }] = await Promise.all([
    import('../diagnose/read-diagnosed.ts'),
    import('../report/tap.ts'),
    import('../report/junit.ts'),
  ]);
  const record = readDiagnosedRecord(runDir);
  await writeFile(join(runDir, 'report.tap'), toTap(record));
  await writeFile(join(runDir, 'report.junit.xml'), await toJUnit(record));
}

/** Tells the person what a run came to. Last of all: its last line is what they look for. */
export async function showSummary(runDir: string): Promise<void> {
  const [{ readDiagnosedRecord }, { renderSummary }] = await Promise.all([
    import('../diagnose/read-diagnosed.ts'),
    import('../report/terminal.ts'),
  ]);
  const color = process.stderr.isTTY === true;
  const summary = renderSummary(readDiagnosedRecord(runDir), { color, width: process.stderr.columns ?? 100 });
  process.stderr.write(`${summary}\n`);
}

/** What the boot alone tells of a guest that was not reached. */
export async function showBootDiagnosis(runDir: string): Promise<void> {
  const [{ readRecord }, { firstDiagnosisOfBoot }, { wordsOf }] = await Promise.all([
    import('../record/reader.ts'),
    import('../diagnose/first-diagnosis.ts'),
    import('../report/diagnosis.ts'),
  ]);
  const made = firstDiagnosisOfBoot(readRecord(runDir));
  if (made === null) return;
  const { sentence, evidence } = wordsOf(made);
  process.stderr.write(`  First diagnosis: ${sentence}\n${evidence === '' ? '' : `    ${evidence}\n`}`);
}
