import { createConnection, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../base/errors.ts';

/** Bytes of one message: QEMU's longest answers are some 100 kB. */
const LINE_LIMIT = 4 << 20;
const RETRY_MS = 20;

export interface QmpEvent {
  event: string;
  data?: unknown;
}

interface Message extends Partial<QmpEvent> {
  QMP?: { version?: { qemu?: { major: number; minor: number; micro: number } } };
  return?: unknown;
  error?: { class: string; desc: string };
  id?: number;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** QEMU's machine protocol over a unix socket: one JSON object a line, answers in the order of commands. */
export class Qmp {
  /** QEMU's version as its greeting says, for example `11.1.2`. */
  version = '';
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(event: QmpEvent) => void>();
  #text = '';
  #nextId = 1;
  #greeted: (() => void) | null = null;
  #closed: string | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.#receive(text));
    socket.on('error', (error) => this.#end(messageOf(error)));
    socket.on('close', () => this.#end('QEMU closed its QMP socket'));
  }

  /**
   * Connects, waits for the greeting and leaves negotiation mode.
   * @param timeoutMs for all of it; the socket need not exist yet.
   * @throws Error where no QEMU answers within the bound, or the signal was aborted.
   */
  static async connect(path: string, timeoutMs: number, signal?: AbortSignal): Promise<Qmp> {
    const deadline = performance.now() + timeoutMs;
    const left = (): number => Math.max(1, deadline - performance.now());
    for (;;) {
      signal?.throwIfAborted();
      const socket = await tryConnect(path);
      if (socket) {
        const qmp = new Qmp(socket);
        try {
          await bounded(new Promise<void>((resolve) => qmp.#onGreeting(resolve)), left(), 'no QMP greeting', signal);
          await qmp.execute('qmp_capabilities', {}, left());
          return qmp;
        } catch (error) {
          qmp.close();
          throw error;
        }
      }
      if (performance.now() > deadline) throw new Error(`nothing listens on the QMP socket ${path}`);
      await sleep(RETRY_MS);
    }
  }

  /** Calls the listener for every event until the returned function is called. */
  onEvent(listener: (event: QmpEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @throws Error with QEMU's own description, or where no answer comes within the bound. */
  async execute(command: string, args: Record<string, unknown> = {}, timeoutMs = 5_000): Promise<unknown> {
    if (this.#closed !== null) throw new Error(`QMP ${command}: ${this.#closed}`);
    const id = this.#nextId++;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#socket.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`);
    try {
      return await bounded(answer, timeoutMs, `QMP ${command}: no answer`);
    } finally {
      this.#waiting.delete(id);
    }
  }

  /** A command of QEMU's monitor for people, and what it prints. */
  async monitor(commandLine: string, timeoutMs?: number): Promise<string> {
    const printed = await this.execute('human-monitor-command', { 'command-line': commandLine }, timeoutMs);
    return typeof printed === 'string' ? printed : '';
  }

  close(): void {
    this.#end('closed');
    this.#socket.destroy();
  }

  #onGreeting(greeted: () => void): void {
    this.#greeted = greeted;
  }

  #receive(text: string): void {
    this.#text += text;
    if (this.#text.length > LINE_LIMIT) {
      this.#end('a QMP message is over its size limit');
      this.#socket.destroy();
      return;
    }
    const lines = this.#text.split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) this.#message(line);
  }

  #message(line: string): void {
    if (line.trim() === '') return;
    let message: Message;
    try {
      message = JSON.parse(line) as Message;
    } catch {
      this.#end(`not QMP: ${JSON.stringify(line.slice(0, 80))}`);
      this.#socket.destroy();
      return;
    }
    if (message.QMP) {
      const version = message.QMP.version?.qemu;
      if (version) this.version = `${version.major}.${version.minor}.${version.micro}`;
      this.#greeted?.();
    } else if (message.event !== undefined) {
      const event: QmpEvent = { event: message.event, data: message.data };
      for (const listener of this.#listeners) listener(event);
    } else if (message.id !== undefined) {
      const waiting = this.#waiting.get(message.id);
      if (message.error) waiting?.reject(new Error(`QMP: ${message.error.desc}`));
      else waiting?.resolve(message.return);
    }
  }

  #end(reason: string): void {
    this.#closed ??= reason;
    for (const { reject } of this.#waiting.values()) reject(new Error(`QMP: ${this.#closed}`));
    this.#waiting.clear();
  }
}

/** Null where nothing listens there yet. */
function tryConnect(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', () => resolve(null));
  });
}

function bounded<T>(promise: Promise<T>, ms: number, what: string, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} within ${Math.round(ms)} ms`)), ms);
    const abort = (): void => reject(new Error('aborted'));
    signal?.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    });
  });
}
