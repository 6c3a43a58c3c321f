import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes the reports of a run beside its record. Each is a pure function of the record: it is read back from the disk,
 * not kept from the run.
 * @param summary whether the person is told what the run came to.
 */
export async function writeReports(runDir: string, summary: boolean): Promise<void> {
  const [{ readRecord }, { toTap }, { toJUnit }, { renderSummary }] = await Promise.all([
    import('../record/reader.ts'),
    import('../report/tap.ts'),
    import('../report/junit.ts'),
    import('../report/terminal.ts'),
  ]);
  const record = readRecord(runDir);
  await writeFile(join(runDir, 'report.tap'), toTap(record));
  await writeFile(join(runDir, 'report.junit.xml'), await toJUnit(record));
  if (!summary) return;
  const color = process.stderr.isTTY === true;
  process.stderr.write(`${renderSummary(record, { color, width: process.stderr.columns ?? 100 })}\n`);
}
