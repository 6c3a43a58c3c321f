import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ExitCode, InfraError, messageOf } from '../base/errors.ts';
import { packageRoot } from '../base/paths.ts';
import { readDiagnosedRecord } from '../diagnose/read-diagnosed.ts';
import type { NightlySettings } from '../plan/nightly-settings.ts';
import type { RunRecord } from '../record/reader.ts';
import { renderPage } from '../report/html/render-page.ts';
import { replaceFile } from '../report/replace-file.ts';
import { runChild } from './child.ts';
import { keepRuns } from './keep-runs.ts';

/** A user's command that hangs must not keep the next night from its lock. */
const COMMAND_LIMIT_MS = 10 * 60_000;

export interface NightInput {
  settings: NightlySettings;
  /** What the user's command is started in. */
  folder: string;
  signal: AbortSignal;
  note(line: string): void;
}

export interface NightRun {
  target: string;
  exit: number;
  /** Of record.jsonl; null where the run made none that can be read. */
  record: string | null;
  /** The run's own page. */
  report: string | null;
  /** Unexpected results that are new; null where the history does not say. */
  news: string[] | null;
}

export interface Night {
  runs: NightRun[];
  /** The page of all targets. */
  report: string | null;
  /** What went wrong besides the runs' results. */
  problems: string[];
  exit: ExitCode;
}

/** Runs the targets one after the other, writes the reports, tells of regressions, and deletes what is over `keep`. */
export async function runNight(input: NightInput): Promise<Night> {
  const { settings, signal, note } = input;
  const problems: string[] = [];
  const problem = (text: string): void => {
    problems.push(text);
    note(`nightly: ${text}`);
  };
  mkdirSync(settings.out, { recursive: true });
  const runs: NightRun[] = [];
  const records: RunRecord[] = [];
  for (const target of settings.targets) {
    if (signal.aborted) break;
    const { record, ...run } = await runTarget(input, target, problem);
    const report = record && (await writePage([record], join(record.dir, 'report.html'), problem));
    const done = { ...run, record: record?.path ?? null, report };
    runs.push(done);
    if (record) records.push(record);
    // At once: whatever ends the night later, somebody knows. A run that was stopped has another status.
    if (done.exit === ExitCode.unexpected) await tellOfRegression(input, done, problem);
  }
  const report = records.length === 0 ? null : await writePage(records, join(settings.out, 'latest.html'), problem);
  for (const name of keepRuns(settings.out, settings.keep))
    note(`nightly: deleted ${name}, over ${settings.keep} runs`);
  return { runs, report, problems, exit: exitOf(runs, problems) };
}

type Problem = (text: string) => void;

/** As a process of its own: whatever becomes of one run, the night goes on. */
async function runTarget(
  { settings, folder, signal }: NightInput,
  target: string,
  problem: Problem,
): Promise<{ target: string; exit: number; record: RunRecord | null; news: string[] | null }> {
  const words = [
    'run',
    ...settings.query,
    '--target',
    target,
    '--jobs',
    `${settings.jobs}`,
    '--out',
    settings.out,
    '--json',
  ];
  const command = [process.execPath, join(packageRoot, 'bin', 'venus-suite.js'), ...words];
  const { code, stdout, why } = await runChild(command, { cwd: folder, capture: true, signal });
  const failed = { target, record: null, news: null };
  if (code === null) {
    problem(`the run on ${target} ${why}`);
    return { ...failed, exit: ExitCode.infra };
  }
  try {
    const { record, news } = JSON.parse(stdout) as { record: string; news: string[] | null };
    return { target, exit: code, record: readDiagnosedRecord(record), news };
  } catch (error) {
    if (!signal.aborted) problem(`the run on ${target} ended with status ${code} and no record: ${messageOf(error)}`);
    return { ...failed, exit: code === ExitCode.good ? ExitCode.infra : code };
  }
}

async function writePage(records: RunRecord[], path: string, problem: Problem): Promise<string | null> {
  try {
    await replaceFile(path, await renderPage(records, 'differing'));
    return path;
  } catch (error) {
    problem(messageOf(error));
    return null;
  }
}

async function tellOfRegression(
  { settings, folder, signal }: NightInput,
  run: NightRun,
  problem: Problem,
): Promise<void> {
  if (settings.onRegression === null) return;
  const { code, why } = await runChild(settings.onRegression, {
    cwd: folder,
    capture: false,
    signal,
    limitMs: COMMAND_LIMIT_MS,
    env: {
      VENUS_SUITE_RECORD: run.record ?? '',
      VENUS_SUITE_REPORT: run.report ?? '',
      VENUS_SUITE_TARGET: run.target,
      VENUS_SUITE_NEW: (run.news ?? []).join(' '),
    },
  });
  if (code !== 0) problem(`onRegression for ${run.target} ${code === null ? why : `ended with status ${code}`}`);
}

/** A regression outranks everything, for somebody must look at it; then what kept the night from being whole. */
function exitOf(runs: readonly NightRun[], problems: readonly string[]): ExitCode {
  const exits = runs.map(({ exit }) => exit);
  if (exits.includes(ExitCode.unexpected)) return ExitCode.unexpected;
  if (problems.length > 0 || exits.some((exit) => exit !== ExitCode.good)) return ExitCode.infra;
  return ExitCode.good;
}

/** @throws InfraError where another night is under way. */
export function refuseToWait(pid: number): never {
  throw new InfraError(`Another nightly run is under way: process ${pid}.`, {
    hint: 'Wait for it, or stop that process; two at once would take each other’s time.',
  });
}
