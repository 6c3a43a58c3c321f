import { dirname, join } from 'node:path';
import { LOOK_EVERY_MS, TIMES_NAME, timesLine } from '../../record/log-times.ts';
import type { RunRecord } from '../../record/reader.ts';
import type { Result } from '../../record/schema.ts';
import { readRunFile } from '../run-files.ts';
import type { LogBlock } from './model.ts';

const BYTES = 32 << 20;
const KERNEL_TIME = /^(?:<\d+>)?\[\s*(\d+\.\d+)\]/;
/** Logs whose lines begin with the guest kernel's clock. */
const KERNEL_LOGS: ReadonlySet<string> = new Set(['dmesg', 'console']);

/** A part of a log, from `start` on in its file. */
export interface LogPart {
  log: string;
  file: string;
  start: number;
  bytes: Buffer;
}

interface Seen {
  at: number;
  size: number;
}

/** What the times beside one boot's logs tell. Milliseconds since 1970. */
interface BootTimes {
  /** By log, in the order of its bytes. */
  seen: Map<string, Seen[]>;
  /** By case. */
  began: Map<string, { at: number; sizes: Record<string, number> }[]>;
  /** When the guest kernel's clock was zero, within plus or minus `error`. */
  kernelZero: { at: number; error: number } | null;
}

function parseTimes(text: string): BootTimes {
  const times: BootTimes = { seen: new Map(), began: new Map(), kernelZero: null };
  for (const line of text.split('\n')) {
    const parsed = timesLine.safeParse(jsonOrNull(line));
    if (!parsed.success) continue;
    if ('kernelZero' in parsed.data) {
      const [from, to] = parsed.data.kernelZero;
      times.kernelZero = { at: (from + to) / 2, error: Math.abs(to - from) / 2 };
      continue;
    }
    const { at, sizes, began } = parsed.data;
    for (const [log, size] of Object.entries(sizes)) {
      const seen = listIn(times.seen, log);
      if (size > (seen.at(-1)?.size ?? -1)) seen.push({ at, size });
    }
    if (began !== undefined) listIn(times.began, began).push({ at, sizes });
  }
  return times;
}

function listIn<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function jsonOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Reads when the lines of logs came, once for each boot. */
export class LogClocks {
  readonly #boots = new Map<string, BootTimes | null>();

  /**
   * When each line of a part of a log came, in seconds since the case began, and how that is known.
   * @returns nothing where the run did not tell.
   */
  of(record: RunRecord, result: Result, part: LogPart): Pick<LogBlock, 'times' | 'clock'> {
    const boot = this.#boot(record, dirname(part.file));
    const began = boot && beginOf(boot, result, dirname(part.file));
    if (!boot || began === null) return {};
    const zero = KERNEL_LOGS.has(part.log) ? boot.kernelZero : null;
    const times = [...linesOf(part)].map(({ text, end }) => {
      const at = lineTime(text, seenAt(boot.seen.get(part.log), end), zero);
      return at === null ? null : Math.round((at - began) * 10) / 10_000;
    });
    return times.every((time) => time === null) ? {} : { times, clock: clockOf(part.log, zero) };
  }

  #boot({ dir }: RunRecord, folder: string): BootTimes | null {
    const path = join(folder, TIMES_NAME);
    const key = `${dir}\0${path}`;
    const known = this.#boots.get(key);
    if (known !== undefined) return known;
    const part = readRunFile(dir, path, 0, BYTES);
    const times = 'why' in part ? null : parseTimes(part.bytes.toString('utf8'));
    this.#boots.set(key, times);
    return times;
  }
}

/** The last time that the case began before what these slices hold: a case may have run several times. */
function beginOf({ began }: BootTimes, { id, logs }: Result, folder: string): number | null {
  const slices = logs.filter(({ file, start, end }) => dirname(file) === folder && end > start);
  const begin = began
    .get(id)
    ?.findLast(({ sizes }) => slices.every(({ log, start }) => start >= (sizes[log] ?? Number.POSITIVE_INFINITY)));
  return begin?.at ?? null;
}

/** When the first look came that found the log at least so long. */
function seenAt(seen: readonly Seen[] = [], end: number): number | null {
  let [low, high] = [0, seen.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((seen[middle]?.size ?? 0) >= end) high = middle;
    else low = middle + 1;
  }
  return seen[low]?.at ?? null;
}

/** The kernel's own time where it is known; but no line comes before it was printed. */
function lineTime(text: string, seen: number | null, zero: BootTimes['kernelZero']): number | null {
  const stamp = zero && KERNEL_TIME.exec(text);
  if (!stamp) return seen;
  const at = zero.at + Number(stamp[1]) * 1000;
  return seen !== null && at > seen + zero.error ? seen : at;
}

function clockOf(log: string, zero: BootTimes['kernelZero']): string {
  if (zero) return `the guest kernel’s clock, known to ± ${Math.ceil(zero.error)} ms`;
  return log === 'guest-stderr'
    ? 'when it reached the runner'
    : `when the runner saw it, ${LOOK_EVERY_MS} ms late at most beyond what its program held back`;
}

function* linesOf({ bytes, start }: LogPart): Generator<{ text: string; end: number }> {
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, from);
    const to = newline < 0 ? bytes.length : newline;
    yield { text: bytes.toString('utf8', from, Math.min(to, from + 64)), end: start + to };
    from = to + 1;
  }
}
