// What the payloads of docs/supervisor.md hold. Those from the guest are checked field by field.
import { formatBytes } from '../base/text.ts';
import { LIMITS, type ProbeRun, type Resources } from './guest.ts';

export const SUPERVISOR_VERSION = 1;

/** Kinds of frames, by who sends them. */
export const TO_SUPERVISOR = { run: 'R', stop: 'K', ping: 'P' } as const;
export const FROM_SUPERVISOR = {
  hello: 'H',
  kernelLog: 'L',
  started: 'S',
  output: '1',
  protocol: '3',
  fileBegin: 'F',
  fileBytes: 'D',
  fileRefused: 'X',
  ended: 'E',
  pong: 'A',
} as const;

/** What the supervisor is asked to run. */
export interface RunMessage {
  number: number;
  killMs: number;
  limits: { protocol: number; output: number; file: number; files: number };
  /** 0: three quarters of the guest's. */
  memoryMiB: number;
  /** 0: no bound. */
  processes: number;
  /** The program's path first. */
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** What the guest's kernel lends to the supervisor. */
export interface Hello {
  version: number;
  kernelLog: boolean;
  cgroup: boolean;
  memoryLimit: boolean;
  processLimit: boolean;
}

/** How a case ended, as the supervisor saw it. */
export interface CaseEnd
  extends Pick<ProbeRun, 'ended' | 'exitCode' | 'signal' | 'reason' | 'processMs'>,
    Partial<Pick<ProbeRun, 'resources'>> {}

/** The guest is Linux, whatever this machine is: numbers 1 to 31, which all its architectures share. */
const LINUX_SIGNALS =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'.split(
    ' ',
  );

/** Numbers in ENDED's payload before its text. */
const END_NUMBERS = 10;
const UINT32_MAX = 0xffff_ffff;

function uint32s(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) {
    buffer.writeUInt32BE(Math.min(Math.max(0, Math.round(value)), UINT32_MAX), 4 * index);
  }
  return buffer;
}

/** @throws RangeError where a word holds a zero byte, which no program can be given. */
export function encodeRun(message: RunMessage): Buffer {
  const { limits } = message;
  const env = Object.entries(message.env).map(([name, value]) => `${name}=${value}`);
  const words = [...message.argv, ...env];
  const bad = words.find((word) => word.includes('\0'));
  if (bad !== undefined) throw new RangeError(`${JSON.stringify(bad)} holds a zero byte`);
  const numbers = uint32s([
    message.number,
    message.killMs,
    limits.protocol,
    limits.output,
    limits.file,
    limits.files,
    message.memoryMiB,
    message.processes,
    message.argv.length,
    env.length,
  ]);
  return Buffer.concat([numbers, Buffer.from(words.map((word) => `${word}\0`).join(''))]);
}

/** @returns null where it is no such payload. */
export function parseHello(payload: Buffer): Hello | null {
  if (payload.length !== 8) return null;
  const has = payload.readUInt32BE(4);
  return {
    version: payload.readUInt32BE(0),
    kernelLog: (has & 1) !== 0,
    cgroup: (has & 2) !== 0,
    memoryLimit: (has & 4) !== 0,
    processLimit: (has & 8) !== 0,
  };
}

/** What the guest's kernel does not lend, for a person: it makes some limits weaker. Empty where nothing is missing. */
export function lacks({ kernelLog, cgroup, memoryLimit, processLimit }: Hello): string {
  const parts = [
    [kernelLog, 'kernel log'],
    [cgroup, 'control groups'],
    [memoryLimit, 'bound of memory'],
    [processLimit, 'bound of processes'],
  ] as const;
  return parts.flatMap(([there, what]) => (there ? [] : what)).join(', ');
}

/** `name NUL reason`. @returns null where it is no such payload. */
export function parseRefused(payload: Buffer): { name: string; reason: string } | null {
  const zero = payload.indexOf(0);
  if (zero < 1) return null;
  return { name: payload.toString('utf8', 0, zero), reason: payload.toString('utf8', zero + 1) };
}

/** @returns null where it is no such payload. */
export function parseEnded(payload: Buffer): { number: number; end: CaseEnd } | null {
  if (payload.length < 4 * END_NUMBERS) return null;
  const numbers = Array.from({ length: END_NUMBERS }, (_, index) => payload.readUInt32BE(4 * index));
  const [number = 0, ending = 0, signaled = 0, code = 0, wallUs = 0, userUs = 0, systemUs = 0, maxRssKiB = 0] = numbers;
  const how = endingOf(ending, signaled !== 0, code, payload.toString('utf8', 4 * END_NUMBERS));
  if (!how) return null;
  const resources: Resources = {
    userMs: userUs / 1000,
    systemMs: systemUs / 1000,
    maxRssKiB,
    oomKills: numbers[8] ?? 0,
  };
  const seen = how.ended !== 'not-started' && how.ended !== 'deadline';
  return { number, end: { ...how, processMs: seen ? wallUs / 1000 : null, ...(seen ? { resources } : {}) } };
}

/** The numbers of `enum ending` in frame.h. */
function endingOf(
  ending: number,
  signaled: boolean,
  code: number,
  text: string,
): Pick<CaseEnd, 'ended' | 'exitCode' | 'signal' | 'reason'> | null {
  const unseen = { exitCode: null, signal: null, reason: null };
  switch (ending) {
    case 0: {
      if (!signaled) return code > 255 ? null : { ...unseen, ended: 'exit', exitCode: code };
      const name = LINUX_SIGNALS[code - 1];
      return { ...unseen, ended: 'exit', signal: name === undefined ? `signal ${code}` : `SIG${name}` };
    }
    case 1:
      return { ...unseen, ended: 'killed', signal: 'SIGKILL' };
    case 2:
      return { ...unseen, ended: 'flooded', reason: `wrote more than ${formatBytes(LIMITS.stderr)} of output` };
    case 3:
      return {
        ...unseen,
        ended: 'flooded',
        reason: `wrote more than ${formatBytes(LIMITS.protocol)} on the protocol’s descriptor`,
      };
    case 4:
      return { ...unseen, ended: 'aborted', reason: 'the run is being stopped' };
    case 5:
      return { ...unseen, ended: 'not-started', reason: `the program cannot be started: ${text}` };
    case 6:
      return { ...unseen, ended: 'deadline', reason: 'SIGKILL did not end it: the guest’s kernel holds it' };
    default:
      return null;
  }
}
