import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { messageOf, UsageError } from '../base/errors.ts';
import { readLines } from './line-reader.ts';
import { type PlainPass, plainPassOf } from './plain-pass.ts';
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

/**
 * Of record.jsonl, absolute.
 * @throws UsageError where there is none.
 */
export function recordPath(runDirOrFile: string): string {
  const path = resolve(runDirOrFile);
  if (!existsSync(path))
    throw new UsageError(`${path}: no such run.`, { hint: 'Give the folder of a run, or its record.jsonl.' });
  if (!statSync(path).isDirectory()) return path;
  const inside = join(path, RECORD_NAME);
  if (existsSync(inside)) return inside;
  throw new UsageError(`${path}: holds no ${RECORD_NAME}.`, { hint: 'Give the folder of a run, or its record.jsonl.' });
}

/** What is told of a record while it is read, line by line. */
export interface RecordVisitor {
  /** First, and once. */
  header?(line: Header): void;
  boot?(line: BootLine): void;
  /**
   * Of a case that was planned; where a resumed run has two of one case, the later counts.
   * @param position of the case in the plan.
   */
  result(line: Result, position: number): void;
  /** The same of a case that simply passed, for those who need nothing else of it: four times as quick. */
  plainPass?(line: PlainPass, position: number): void;
}

/** What is known of a record at its end. */
export type RecordEnd = Pick<RunRecord, 'path' | 'dir' | 'header' | 'footer' | 'truncated'>;

/**
 * Reads and checks a record without keeping it. A last line without its newline is tolerated and told in `truncated`.
 * @throws UsageError that names file and line where anything else is wrong.
 */
export function visitRecord(runDirOrFile: string, visitor: RecordVisitor): RecordEnd {
  const path = recordPath(runDirOrFile);
  const lines = readLines(path);
  const first = lines.next().value;
  const parsed = first?.whole ? parseLine(first.text, `${path}:1`) : null;
  if (parsed?.type !== 'header') {
    throw new UsageError(`${path}:1: the record does not begin with its header.`, {
      hint: parsed === null ? 'The run ended before its guest was up; make a new run.' : READ_HINT,
    });
  }
  visitor.header?.(parsed);
  const positions = new Map(parsed.plan.ids.map((id, position) => [id, position]));
  // Lines after a footer are a resumed run's: its own footer counts, not the one before it.
  let footer: Footer | null = null;
  let truncated = false;
  for (const { text, number, whole } of lines) {
    truncated = !whole;
    const plain = whole && visitor.plainPass ? plainPassOf(text) : null;
    const plainPosition = plain ? positions.get(plain.id) : undefined;
    if (plain && plainPosition !== undefined) {
      footer = null;
      visitor.plainPass?.(plain, plainPosition);
      continue;
    }
    const line = whole ? parseLine(text, `${path}:${number}`) : null;
    footer = line?.type === 'footer' ? line : null;
    if (line?.type === 'header') throw new UsageError(`${path}:${number}: a second header.`, { hint: READ_HINT });
    if (line?.type === 'boot') visitor.boot?.(line);
    if (line?.type !== 'result') continue;
    const position = positions.get(line.id);
    if (position === undefined)
      throw new UsageError(`${path}:${number}: a result of ${line.id}, which was not planned.`, { hint: READ_HINT });
    visitor.result(line, position);
  }
  return { path, dir: dirname(path), header: parsed, footer, truncated };
}

/**
 * Reads and checks a whole record.
 * @throws UsageError as `visitRecord` does.
 */
export function readRecord(runDirOrFile: string): RunRecord {
  const boots: BootLine[] = [];
  const byId = new Map<string, Result>();
  const end = visitRecord(runDirOrFile, {
    boot: (line) => boots.push(line),
    result: (line) => byId.set(line.id, line),
  });
  const { ids } = end.header.plan;
  return {
    ...end,
    boots,
    results: ids.flatMap((id) => byId.get(id) ?? []),
    missing: ids.filter((id) => !byId.has(id)),
  };
}

const HEADER_LIMIT = 64 << 20;
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
