import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { messageOf, UsageError } from '../base/errors.ts';
import { RECORD_NAME } from './run-folder.ts';
import {
  type BootLine,
  type Footer,
  type Header,
  header,
  RECORD_SCHEMA,
  type RecordLine,
  type Result,
  recordLine,
} from './schema.ts';

/** A record as read. Every report is a function of this. */
export interface RunRecord {
  /** Of record.jsonl, absolute. */
  path: string;
  /** The run's folder: paths within the record are relative to it. */
  dir: string;
  header: Header;
  boots: BootLine[];
  /** One for each case, in the order of the plan; where a resumed run has two, the later. */
  results: Result[];
  /** Null where the runner did not come to its end. */
  footer: Footer | null;
  /** Planned ids without a result. */
  missing: string[];
  /** The last line was cut: the runner was killed while it wrote. It is left out. */
  truncated: boolean;
}

const READ_HINT = 'The record was changed or damaged after it was written; make a new run.';

function parseLine(text: string, where: string): RecordLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${where}: not JSON: ${messageOf(error)}`, { hint: READ_HINT, cause: error });
  }
  const version = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (typeof version === 'number' && version > RECORD_SCHEMA) {
    throw new UsageError(`${where}: a record of schema ${version}; this program reads up to ${RECORD_SCHEMA}.`, {
      hint: 'Read it with the newer venus-suite that wrote it.',
    });
  }
  const parsed = recordLine.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new UsageError(`${where}: not a line of a record: ${at}${issue?.message ?? 'unknown'}`, { hint: READ_HINT });
}

function recordPath(runDirOrFile: string): string {
  const path = resolve(runDirOrFile);
  if (!existsSync(path))
    throw new UsageError(`${path}: no such run.`, { hint: 'Give the folder of a run, or its record.jsonl.' });
  if (!statSync(path).isDirectory()) return path;
  const inside = join(path, RECORD_NAME);
  if (existsSync(inside)) return inside;
  throw new UsageError(`${path}: holds no ${RECORD_NAME}.`, { hint: 'Give the folder of a run, or its record.jsonl.' });
}

/**
 * Reads and checks a record. A last line without its newline is tolerated and told in `truncated`.
 * @throws UsageError that names file and line where anything else is wrong.
 */
export function readRecord(runDirOrFile: string): RunRecord {
  const path = recordPath(runDirOrFile);
  const lines = readFileSync(path, 'utf8').split('\n');
  const cut = lines.pop() ?? '';
  const parsed = lines.map((line, index) => parseLine(line, `${path}:${index + 1}`));
  const [first, ...rest] = parsed;
  if (first?.type !== 'header') {
    throw new UsageError(`${path}:1: the record does not begin with its header.`, {
      hint: first === undefined ? 'The run ended before its guest was up; make a new run.' : READ_HINT,
    });
  }
  const second = rest.findIndex((line) => line.type === 'header');
  if (second >= 0) throw new UsageError(`${path}:${second + 2}: a second header.`, { hint: READ_HINT });

  const planned = new Set(first.plan.ids);
  const byId = new Map<string, Result>();
  for (const [index, line] of rest.entries()) {
    if (line.type !== 'result') continue;
    if (!planned.has(line.id))
      throw new UsageError(`${path}:${index + 2}: a result of ${line.id}, which was not planned.`, { hint: READ_HINT });
    byId.set(line.id, line);
  }
  const last = rest.at(-1);
  return {
    path,
    dir: dirname(path),
    header: first,
    boots: rest.filter((line) => line.type === 'boot'),
    results: first.plan.ids.flatMap((id) => byId.get(id) ?? []),
    // Lines after a footer are a resumed run's: its own footer counts, not the one before it.
    footer: last?.type === 'footer' && cut === '' ? last : null,
    missing: first.plan.ids.filter((id) => !byId.has(id)),
    truncated: cut !== '',
  };
}

const HEADER_LIMIT = 16 << 20;
const CHUNK = 64 << 10;

function readFirstLine(path: string): string {
  const fd = openSync(path, 'r');
  try {
    const chunks: Buffer[] = [];
    for (let total = 0; total < HEADER_LIMIT; total += CHUNK) {
      const chunk = Buffer.alloc(CHUNK);
      const bytes = chunk.subarray(0, readSync(fd, chunk));
      const newline = bytes.indexOf(0x0a);
      chunks.push(newline < 0 ? bytes : bytes.subarray(0, newline));
      if (newline >= 0 || bytes.length === 0) break;
    }
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    closeSync(fd);
  }
}

/** The header of a record without the rest of it; null where there is none that can be read. */
export function peekHeader(path: string): Header | null {
  try {
    const parsed = header.safeParse(JSON.parse(readFirstLine(path)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** The folder of the latest run of a target, complete or not; null where there is none. */
export function latestRun(runsRoot: string, target: string): string | null {
  if (!existsSync(runsRoot)) return null;
  const names = readdirSync(runsRoot).sort().reverse();
  const found = names.find((name) => peekHeader(join(runsRoot, name, RECORD_NAME))?.target === target);
  return found === undefined ? null : join(runsRoot, found);
}

/** Whether a record tells of a run that came to its end with a result for every planned case. */
export function isComplete(record: RunRecord): boolean {
  return record.footer?.complete === true && record.missing.length === 0;
}
