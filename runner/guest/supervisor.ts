import { messageOf } from '../base/errors.ts';
import type { CaseCollector } from './case-collector.ts';
import { encodeFrame, type Frame, FrameReader } from './supervisor-frames.ts';
import {
  type CaseEnd,
  encodeRun,
  FROM_SUPERVISOR,
  type Hello,
  parseEnded,
  parseHello,
  parseRefused,
  type RunMessage,
  SUPERVISOR_VERSION,
  TO_SUPERVISOR,
} from './supervisor-messages.ts';
import type { SupervisorPipe, SupervisorPipeEvents } from './supervisor-pipe.ts';

/** How long the end of a case is waited for that was told to stop. */
const STOP_MS = 3_000;

export interface RunBounds {
  /** From the call on. Milliseconds. */
  deadlineMs: number;
  signal?: AbortSignal;
  /** The answer is known; a probe that was cut off may still be on its way out. */
  onDecided?: () => void;
}

interface Running {
  number: number;
  collector: CaseCollector;
  ended(end: CaseEnd): void;
}

/**
 * The supervisor in a guest (docs/supervisor.md): runs one case at a time over one channel. What comes from it is
 * checked; where it breaks its protocol the channel is closed, and the case that ran is lost.
 */
export class Supervisor {
  /** Why it can no longer be used; null while it can. */
  lost: string | null = null;
  /** What the guest's kernel lends to it; null before its first word. */
  hello: Hello | null = null;
  readonly #reader = new FrameReader();
  readonly #onKernelLog: (records: Buffer) => void;
  readonly #pongs: (() => void)[] = [];
  readonly #onLost = new Set<(reason: string) => void>();
  #pipe: SupervisorPipe | null = null;
  #greeted: (() => void) | null = null;
  #running: Running | null = null;
  #count = 0;

  private constructor(onKernelLog: (records: Buffer) => void) {
    this.#onKernelLog = onKernelLog;
  }

  /**
   * Starts a supervisor and waits for its first word.
   * @param open makes the pipe; it may begin to speak before the promise is settled.
   * @param leftMs tells how long its first word may still take.
   * @throws Error where it does not come within the bound.
   */
  static async start(
    open: (events: SupervisorPipeEvents) => Promise<SupervisorPipe>,
    onKernelLog: (records: Buffer) => void,
    leftMs: () => number,
  ): Promise<Supervisor> {
    const supervisor = new Supervisor(onKernelLog);
    const greeting = new Promise<void>((resolve) => {
      supervisor.#greeted = resolve;
    });
    supervisor.#pipe = await open({
      data: (chunk) => supervisor.#take(chunk),
      end: (reason) => supervisor.#end(reason),
    });
    const bound = leftMs();
    const late = `the supervisor in the guest said nothing within ${Math.round(bound)} ms`;
    if (!(await supervisor.#within(greeting, bound))) supervisor.#end(late);
    if (supervisor.lost !== null) throw new Error(supervisor.lost);
    return supervisor;
  }

  /** Runs a case and waits for its end. Never rejects: how it ended is part of the answer. */
  async run(message: Omit<RunMessage, 'number'>, collector: CaseCollector, bounds: RunBounds): Promise<CaseEnd> {
    if (this.#running) throw new Error('Supervisor.run while a case runs');
    if (this.lost !== null) return unseen('lost', this.lost);
    let request: Buffer;
    const number = ++this.#count;
    try {
      request = encodeFrame(TO_SUPERVISOR.run, encodeRun({ ...message, number }));
    } catch (error) {
      return unseen('not-started', messageOf(error));
    }
    let seen: CaseEnd | null = null;
    const ending = new Promise<void>((resolve) => {
      const ended = (end: CaseEnd): void => {
        seen ??= end;
        resolve();
      };
      this.#running = { number, collector, ended };
    });
    this.#send(request);
    const inTime = await this.#within(ending, bounds.deadlineMs, bounds.signal);
    bounds.onDecided?.();
    const end: CaseEnd = seen ?? (this.lost === null ? this.#cutOff(bounds) : unseen('lost', this.lost));
    if (!inTime && this.lost === null) {
      this.#send(encodeFrame(TO_SUPERVISOR.stop));
      if (!(await this.#within(ending, STOP_MS))) this.#end('the supervisor in the guest no longer answers');
    }
    this.#running = null;
    collector.finish();
    return end;
  }

  /** Whether it answers, and a process that it starts in the guest ends, within the bound. */
  async ping(timeoutMs: number): Promise<boolean> {
    if (this.lost !== null) return false;
    const pong = new Promise<void>((resolve) => this.#pongs.push(resolve));
    this.#send(encodeFrame(TO_SUPERVISOR.ping));
    return (await this.#within(pong, timeoutMs)) && this.lost === null;
  }

  close(): void {
    this.#end('the supervisor was closed');
  }

  #cutOff({ deadlineMs, signal }: RunBounds): CaseEnd {
    return signal?.aborted
      ? unseen('aborted', 'the run is being stopped')
      : unseen('deadline', `no end within ${Math.round(deadlineMs)} ms`);
  }

  #send(frame: Buffer): void {
    this.#pipe?.write(frame);
  }

  /** Waits for something, or the end of the pipe. @returns false where the bound was over, or the signal came, first. */
  #within(event: Promise<void>, ms: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (inTime: boolean): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.#onLost.delete(onLost);
        resolve(inTime);
      };
      const onAbort = (): void => settle(false);
      const onLost = (): void => settle(true);
      const timer = setTimeout(() => settle(false), ms);
      if (signal?.aborted) return onAbort();
      if (this.lost !== null) return onLost();
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#onLost.add(onLost);
      void event.then(() => settle(true));
    });
  }

  #take(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.push(chunk)) {
        if (this.lost !== null) return;
        const wrong = this.#handle(frame);
        if (wrong !== null) this.#breach(wrong);
      }
    } catch (error) {
      this.#breach(messageOf(error));
    }
  }

  #breach(wrong: string): void {
    this.#end(`the supervisor in the guest broke its protocol: ${wrong}`);
  }

  /** @returns what is wrong with the frame; null where nothing is. */
  #handle({ kind, payload }: Frame): string | null {
    if (this.hello === null) return this.#greet(kind, payload);
    switch (kind) {
      case FROM_SUPERVISOR.kernelLog:
        this.#onKernelLog(payload);
        return null;
      case FROM_SUPERVISOR.pong:
        this.#pongs.shift()?.();
        return null;
      default:
        return this.#running ? this.#handleOfCase(kind, payload, this.#running) : `${name(kind)} while no case runs`;
    }
  }

  #greet(kind: string, payload: Buffer): string | null {
    this.hello = kind === FROM_SUPERVISOR.hello ? parseHello(payload) : null;
    if (!this.hello) return `its first word is ${name(kind)}`;
    this.#greeted?.();
    if (this.hello.version === SUPERVISOR_VERSION) return null;
    return `it speaks version ${this.hello.version}, and this runner version ${SUPERVISOR_VERSION}`;
  }

  #handleOfCase(kind: string, payload: Buffer, { number, collector, ended }: Running): string | null {
    switch (kind) {
      case FROM_SUPERVISOR.started:
        if (payload.length !== 4 || payload.readUInt32BE(0) !== number) return 'it started another case';
        collector.started();
        return null;
      case FROM_SUPERVISOR.output:
        collector.output.push(payload);
        return collector.output.over ? 'it sent more output than it may' : null;
      case FROM_SUPERVISOR.protocol:
        collector.protocol.push(payload);
        return collector.protocol.over ? 'it sent more of the protocol than it may' : null;
      case FROM_SUPERVISOR.fileBegin:
        collector.files.begin(payload.toString('utf8'));
        return null;
      case FROM_SUPERVISOR.fileBytes:
        collector.files.bytes(payload);
        return null;
      case FROM_SUPERVISOR.fileRefused: {
        const refused = parseRefused(payload);
        if (!refused) return 'a refused file without a name';
        collector.files.refused(refused.name, refused.reason);
        return null;
      }
      case FROM_SUPERVISOR.ended: {
        const answer = parseEnded(payload);
        if (answer?.number !== number) return 'an end that is none of this case';
        collector.finish();
        ended(answer.end);
        return null;
      }
      default:
        return `${name(kind)} is no kind of frame`;
    }
  }

  #end(reason: string): void {
    if (this.lost !== null) return;
    this.lost = reason;
    this.#pipe?.close();
    for (const listener of [...this.#onLost]) listener(reason);
  }
}

function name(kind: string): string {
  return JSON.stringify(kind);
}

function unseen(ended: CaseEnd['ended'], reason: string): CaseEnd {
  return { ended, exitCode: null, signal: null, reason, processMs: null };
}
