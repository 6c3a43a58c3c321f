import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExitCode, InfraError } from '../base/errors.ts';
import { packageRoot } from '../base/paths.ts';
import { tailLines } from '../base/text.ts';
import { type RunRecord, readRecord } from '../record/reader.ts';
import { RECORD_NAME } from '../record/run-folder.ts';
import type { BenchContext } from './measurement.ts';

const POLL_MS = 10;
const RESULT_LINE = '{"type":"result"';

export interface SuiteRun {
  /** From the start of the command to its end. */
  wallMs: number;
  /** From the start of the command to the first result in its record. */
  firstResultMs: number;
  record: RunRecord;
}

/** Runs `venus-suite run` as a person does, as a process of its own. @throws InfraError where it gives no whole record. */
export async function suiteRun(
  { target, scratch, note }: BenchContext,
  ids: readonly string[],
  options: readonly string[] = [],
): Promise<SuiteRun> {
  const out = mkdtempSync(join(scratch, 'run-'));
  const command = ['run', ...ids, '--target', target.name, '--out', out, '--no-history', ...options];
  const began = performance.now();
  // Over the ipc channel the run notices when this process is gone, and ends in order.
  const child = spawn(process.execPath, [join(packageRoot, 'bin/venus-suite.js'), ...command], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-8192);
  });
  let firstResultMs: number | null = null;
  const look = (): void => {
    if (firstResultMs === null && hasResult(out)) firstResultMs = performance.now() - began;
  };
  const poll = setInterval(look, POLL_MS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => clearInterval(poll));
  const wallMs = performance.now() - began;
  look();
  const [run] = readdirSync(out);
  const record = run !== undefined && existsSync(join(out, run, RECORD_NAME)) ? readRecord(join(out, run)) : null;
  if (!record?.footer?.complete || firstResultMs === null) {
    throw new InfraError(`\`venus-suite ${command.join(' ')}\` ended with status ${code} and no whole record`, {
      tail: tailLines(said, 15),
      hint: 'Run it by hand: what cannot run cannot be measured.',
    });
  }
  if (code !== ExitCode.good) note(`  (the run ended with status ${code}: its results are not all as expected)`);
  return { wallMs, firstResultMs, record };
}

function hasResult(out: string): boolean {
  return readdirSync(out).some((run) => {
    const path = join(out, run, RECORD_NAME);
    return existsSync(path) && readFileSync(path, 'utf8').includes(RESULT_LINE);
  });
}

/** The probes' own time in the guest, all together. */
export function processTime({ results }: RunRecord): number {
  return results.reduce((sum, { processMs }) => sum + (processMs ?? 0), 0);
}
