import { formatBytes, oneLine } from '../base/text.ts';
import { LIMITS, type ProbeRun } from '../guest/guest.ts';
import type { Outcome } from '../plan/outcome.ts';
import type { Check, Metric } from '../record/schema.ts';
import { type CheckEvent, type EndEvent, type FileEvent, type ProtocolEvent, parseProtocol } from './protocol.ts';

/** What a probe's process amounts to, before expectations and goldens. */
export interface Classified {
  outcome: Outcome;
  /** One sentence for a person; empty for a pass. Holds no measured times, so that expectations can match it. */
  message: string;
  checks: Check[];
  metrics: Metric[];
  announced: FileEvent[];
  exit: { code: number | null; signal: string | null };
}

type Judged = Pick<Classified, 'outcome' | 'message'>;

const STATUS_OF: Readonly<Record<EndEvent['outcome'], number>> = { pass: 0, fail: 1, skip: 77, error: 99 };

const MESSAGE_LENGTH = 600;
/** Characters of one text that a check carries into the record: a probe may send 64 KiB of it, a thousand times. */
const CHECK_TEXT_LENGTH = 2000;

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length - length} more characters)`;
}

function toCheck({ name, ok, expected, actual, message }: CheckEvent): Check {
  return {
    name,
    ok,
    ...(expected === undefined ? {} : { expected: clip(expected, CHECK_TEXT_LENGTH) }),
    ...(actual === undefined ? {} : { actual: clip(actual, CHECK_TEXT_LENGTH) }),
    ...(message === undefined ? {} : { message: clip(message, CHECK_TEXT_LENGTH) }),
  };
}

/** One failed check as a sentence: `fence: expected VK_SUCCESS, got VK_TIMEOUT (after 1 s)`. */
export function describeCheck(check: Check): string {
  const { expected, actual, message } = check;
  const values = [
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(actual === undefined ? [] : [`got ${actual}`]),
  ].join(', ');
  if (values === '') return `${check.name}: ${message ?? 'failed'}`;
  return message === undefined ? `${check.name}: ${values}` : `${check.name}: ${values} (${message})`;
}

function failedChecks(checks: readonly Check[]): string {
  const failed = checks.filter(({ ok }) => !ok);
  const [first] = failed;
  if (first === undefined) return '';
  const more = failed.length - 1;
  return more === 0 ? describeCheck(first) : `${describeCheck(first)}; and ${more} more failed`;
}

/** Where a process was when it went: the last thing that it told. */
function lastSeen(events: readonly ProtocolEvent[]): string {
  const last = events.at(-1);
  switch (last?.event) {
    case undefined:
      return 'before its first event';
    case 'hello':
      return 'after hello, before its first check';
    case 'check':
      return `after the check ${last.name}${last.ok ? '' : ', which failed'}`;
    case 'metric':
      return `after the metric ${last.name}`;
    case 'file':
      return `after the file ${last.name}`;
    case 'end':
      return `after its end (${last.outcome}), in clean-up`;
  }
}

function withFailedChecks(sentence: string, checks: readonly Check[]): string {
  const failed = failedChecks(checks);
  return failed === '' ? sentence : `${sentence}; failed before that: ${failed}`;
}

function ofSignal(signal: string, where: string): Judged {
  if (signal === 'SIGALRM')
    return { outcome: 'timeout', message: `did not end in time (its own alarm): stopped ${where}` };
  const hint = signal === 'SIGKILL' ? ', which nothing of the suite sent (out of memory?)' : '';
  return { outcome: 'crash', message: `crashed with ${signal}${hint}, ${where}` };
}

function overLimit(run: ProbeRun): string {
  if (run.reason !== null) return run.reason;
  const limit = run.protocol.length >= LIMITS.protocol ? LIMITS.protocol : LIMITS.stderr;
  return `wrote more than ${formatBytes(limit)} of output`;
}

/** Why an exit in order is none by the protocol's rules; null where it is one. */
function breach(
  run: ProbeRun,
  end: EndEvent | undefined,
  checks: readonly Check[],
  errors: readonly string[],
): string | null {
  const [error] = errors;
  if (error !== undefined) {
    return `broke the protocol: ${error}${errors.length > 1 ? ` (and ${errors.length - 1} more errors)` : ''}`;
  }
  if (end === undefined) return `exited with ${run.exitCode} without its end event`;
  if (run.exitCode !== STATUS_OF[end.outcome]) {
    return `exited with ${run.exitCode}, but its end says ${end.outcome} (${STATUS_OF[end.outcome]})`;
  }
  const failed = checks.filter(({ ok }) => !ok).length;
  if (end.outcome === 'pass' && checks.length === 0) return 'passed without any check';
  if (end.outcome === 'pass' && failed > 0) return `says that it passed, but ${failedChecks(checks)}`;
  if (end.outcome === 'fail' && failed === 0) return `says that it failed (${end.reason}), but no check failed`;
  if (end.outcome === 'skip' && failed > 0)
    return `says that it was skipped (${end.reason}), but ${failedChecks(checks)}`;
  if (end.outcome === 'pass' && run.fileErrors.length > 0)
    return `announced a file that could not be fetched: ${run.fileErrors[0]}`;
  return null;
}

function ofEnd(end: EndEvent, checks: readonly Check[]): Judged {
  switch (end.outcome) {
    case 'pass':
      return { outcome: 'pass', message: '' };
    case 'skip':
      return { outcome: 'skip', message: end.reason };
    case 'error':
      return { outcome: 'fail', message: withFailedChecks(`could not get as far as its check: ${end.reason}`, checks) };
    case 'fail':
      return { outcome: 'fail', message: failedChecks(checks) };
  }
}

function judgeRun(
  run: ProbeRun,
  events: readonly ProtocolEvent[],
  errors: readonly string[],
  checks: readonly Check[],
): Judged {
  switch (run.ended) {
    case 'not-started':
      return { outcome: 'infra', message: `not started: ${run.reason ?? 'no reason was given'}` };
    case 'aborted':
      return { outcome: 'infra', message: 'stopped with the whole run' };
    case 'lost':
      return {
        outcome: 'lost',
        message: `the guest or the link died under it, ${lastSeen(events)}: ${run.reason ?? 'no answer came'}`,
      };
    case 'flooded':
      return { outcome: 'invalid', message: overLimit(run) };
    case 'killed':
      return {
        outcome: 'timeout',
        message: withFailedChecks(
          `did not end in time (killed by the guest, its own alarm had no effect): stopped ${lastSeen(events)}`,
          checks,
        ),
      };
    case 'deadline':
      return {
        outcome: 'timeout',
        message: withFailedChecks(
          `did not end in time (the guest lives, but could not end it): stopped ${lastSeen(events)}`,
          checks,
        ),
      };
    case 'exit': {
      if (run.signal !== null) {
        const judged = ofSignal(run.signal, lastSeen(events));
        return { ...judged, message: withFailedChecks(judged.message, checks) };
      }
      // A cut link closes a channel without a status: that is a lost probe, however good its last words were.
      if (run.exitCode === null) return { outcome: 'lost', message: `ended without a status, ${lastSeen(events)}` };
      const end = events.find((event) => event.event === 'end');
      const why = breach(run, end, checks, errors);
      if (why !== null || end === undefined) return { outcome: 'invalid', message: why ?? 'has no end event' };
      return ofEnd(end, checks);
    }
  }
}

/** Turns what was seen of one process into its outcome, by docs/protocol.md. Never throws, whatever the guest wrote. */
export function classify(run: ProbeRun): Classified {
  const { events, errors } = parseProtocol(run.protocol);
  const checks = events.filter((event) => event.event === 'check').map(toCheck);
  const { outcome, message } = judgeRun(run, events, errors, checks);
  return {
    outcome,
    message: clip(oneLine(message), MESSAGE_LENGTH),
    checks,
    metrics: events
      .filter((event) => event.event === 'metric')
      .map(({ name, unit, values }) => ({ name, unit, values })),
    announced: events.filter((event) => event.event === 'file'),
    exit: { code: run.exitCode, signal: run.signal },
  };
}
