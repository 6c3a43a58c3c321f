import { LIMITS } from '../guest/guest.ts';

// docs/protocol.md as a parser. The text comes out of a guest: every field is checked, every count is bounded,
// and only the fields named here are copied out of the JSON.

export interface HelloEvent {
  event: 'hello';
  protocol: number;
  probe: string;
}

export interface CheckEvent {
  event: 'check';
  name: string;
  ok: boolean;
  expected?: string;
  actual?: string;
  message?: string;
}

export interface MetricEvent {
  event: 'metric';
  name: string;
  unit: string;
  values: number[];
}

export const MEDIA = ['image/png', 'image/x-rgba8', 'application/json', 'text/plain'] as const;
export type Media = (typeof MEDIA)[number];

export interface FileEvent {
  event: 'file';
  /** A bare file name, safe to join to a folder. */
  name: string;
  media: Media;
  /** Pixels; present exactly where media is `image/x-rgba8`. */
  width?: number;
  height?: number;
}

export const END_OUTCOMES = ['pass', 'fail', 'skip', 'error'] as const;

export interface EndEvent {
  event: 'end';
  outcome: (typeof END_OUTCOMES)[number];
  /** Empty only for `pass`. */
  reason: string;
}

export type ProtocolEvent = HelloEvent | CheckEvent | MetricEvent | FileEvent | EndEvent;

/** The version of docs/protocol.md that is spoken here. */
const PROTOCOL_VERSION = 1;

export const PROTOCOL_LIMITS = {
  /** Bytes of one line. */
  line: 64 << 10,
  /** Characters of a name or a unit. */
  name: 128,
  checks: 4096,
  metrics: 256,
  files: LIMITS.files,
  /** Errors that are kept: garbage gives one a line. */
  errors: 20,
} as const;

class ProtocolError extends Error {}

type Fields = Record<string, unknown>;

function text(fields: Fields, key: string): string {
  const value = fields[key];
  if (typeof value !== 'string') throw new ProtocolError(`"${key}" is not a string`);
  return value;
}

function name(fields: Fields, key: string): string {
  const value = text(fields, key);
  if (value === '' || value.length > PROTOCOL_LIMITS.name) {
    throw new ProtocolError(`"${key}" is empty or longer than ${PROTOCOL_LIMITS.name} characters`);
  }
  return value;
}

function oneOf<T extends string>(fields: Fields, key: string, allowed: readonly T[]): T {
  const value = text(fields, key);
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new ProtocolError(`"${key}" is none of ${allowed.join(', ')}`);
  return found;
}

function optionalTexts(fields: Fields, keys: readonly ('expected' | 'actual' | 'message')[]): Partial<CheckEvent> {
  return Object.fromEntries(keys.filter((key) => fields[key] !== undefined).map((key) => [key, text(fields, key)]));
}

function parseHello(fields: Fields): HelloEvent {
  if (fields['protocol'] !== PROTOCOL_VERSION) {
    throw new ProtocolError(
      `speaks protocol ${JSON.stringify(fields['protocol'])?.slice(0, 20)}, not ${PROTOCOL_VERSION}`,
    );
  }
  return { event: 'hello', protocol: PROTOCOL_VERSION, probe: name(fields, 'probe') };
}

function parseCheck(fields: Fields): CheckEvent {
  const ok = fields['ok'];
  if (typeof ok !== 'boolean') throw new ProtocolError('"ok" is not true or false');
  return {
    event: 'check',
    name: name(fields, 'name'),
    ok,
    ...optionalTexts(fields, ['expected', 'actual', 'message']),
  };
}

function parseMetric(fields: Fields): MetricEvent {
  const values = fields['values'];
  if (!Array.isArray(values) || !values.every((value) => Number.isFinite(value))) {
    throw new ProtocolError('"values" is not an array of finite numbers');
  }
  return { event: 'metric', name: name(fields, 'name'), unit: name(fields, 'unit'), values };
}

/** Whether a file name is a bare one that cannot leave the folder it is joined to. */
export function isSafeFileName(fileName: string): boolean {
  return /^[A-Za-z0-9._-]{1,128}$/.test(fileName) && fileName !== '.' && fileName !== '..';
}

function pixels(fields: Fields, key: string): number {
  const value = fields[key];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 32_768) {
    throw new ProtocolError(`"${key}" is not a number of pixels`);
  }
  return value;
}

function parseFile(fields: Fields): FileEvent {
  const fileName = text(fields, 'name');
  if (!isSafeFileName(fileName)) throw new ProtocolError('"name" is not a bare file name ([A-Za-z0-9._-]+)');
  const media = oneOf(fields, 'media', MEDIA);
  if (media !== 'image/x-rgba8') return { event: 'file', name: fileName, media };
  const width = pixels(fields, 'width');
  const height = pixels(fields, 'height');
  if (width * height * 4 > LIMITS.file)
    throw new ProtocolError(`a picture of ${width}x${height} is over the limit for files`);
  return { event: 'file', name: fileName, media, width, height };
}

function parseEnd(fields: Fields): EndEvent {
  const outcome = oneOf(fields, 'outcome', END_OUTCOMES);
  const reason = fields['reason'] === undefined ? '' : text(fields, 'reason');
  if (outcome !== 'pass' && reason.trim() === '')
    throw new ProtocolError(`an end with outcome ${outcome} gives no reason`);
  return { event: 'end', outcome, reason };
}

const PARSERS: Readonly<Record<ProtocolEvent['event'], (fields: Fields) => ProtocolEvent>> = {
  hello: parseHello,
  check: parseCheck,
  metric: parseMetric,
  file: parseFile,
  end: parseEnd,
};

function parseLine(line: string): ProtocolEvent {
  if (Buffer.byteLength(line) > PROTOCOL_LIMITS.line) {
    throw new ProtocolError(`is longer than ${PROTOCOL_LIMITS.line} bytes`);
  }
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ProtocolError(`is not JSON: ${JSON.stringify(line.slice(0, 60))}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ProtocolError('is not an object');
  const fields: Fields = { ...value };
  const event = text(fields, 'event');
  const parser = Object.hasOwn(PARSERS, event) ? PARSERS[event as ProtocolEvent['event']] : undefined;
  if (parser === undefined) throw new ProtocolError(`has an unknown event: ${JSON.stringify(event.slice(0, 60))}`);
  return parser(fields);
}

/** Order and counts: what one event may not be, given those before it. */
class Sequence {
  readonly #counts = { hello: 0, check: 0, metric: 0, file: 0, end: 0 };
  readonly #files = new Set<string>();

  admit(event: ProtocolEvent): void {
    const counts = this.#counts;
    if (counts.end > 0) throw new ProtocolError(`is a ${event.event} after the end`);
    if (counts.hello === 0 && event.event !== 'hello') throw new ProtocolError(`is a ${event.event} before hello`);
    counts[event.event] += 1;
    if (counts.hello > 1) throw new ProtocolError('is a second hello');
    if (counts.check > PROTOCOL_LIMITS.checks)
      throw new ProtocolError(`is a check over the limit of ${PROTOCOL_LIMITS.checks}`);
    if (counts.metric > PROTOCOL_LIMITS.metrics)
      throw new ProtocolError(`is a metric over the limit of ${PROTOCOL_LIMITS.metrics}`);
    if (counts.file > PROTOCOL_LIMITS.files)
      throw new ProtocolError(`is a file over the limit of ${PROTOCOL_LIMITS.files}`);
    if (event.event !== 'file') return;
    if (this.#files.has(event.name)) throw new ProtocolError(`announces the file ${event.name} a second time`);
    this.#files.add(event.name);
  }
}

/**
 * Reads a probe's protocol stream. Never throws: every line that breaks the protocol is an error (`line N …`) and
 * is left out of the events. That a stream has no end is not an error here, for it may have been cut by a crash.
 */
export function parseProtocol(stream: string): { events: ProtocolEvent[]; errors: string[] } {
  const events: ProtocolEvent[] = [];
  const errors: string[] = [];
  const sequence = new Sequence();
  const lines = stream.split('\n');
  const cut = lines.pop() ?? '';
  for (const [index, line] of lines.entries()) {
    try {
      const event = parseLine(line);
      sequence.admit(event);
      events.push(event);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      errors.push(`line ${index + 1} ${error.message}`);
      if (errors.length === PROTOCOL_LIMITS.errors) break;
    }
  }
  if (cut !== '' && errors.length < PROTOCOL_LIMITS.errors)
    errors.push(`line ${lines.length + 1} has no newline: it was cut`);
  return { events, errors };
}
