import type { Readable } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { messageOf } from '../base/errors.ts';
import { BoundedBuffer } from './bounded-buffer.ts';
import type { SshConnection } from './ssh-connection.ts';

/** A process that ended but left its pipes to a child keeps the channel open: what comes after this is not waited for. */
const CLOSE_AFTER_EXIT_MS = 1_000;

export interface ExecOptions {
  /** From the call on, opening of the channel included. Milliseconds. */
  timeoutMs: number;
  /** Most bytes that are kept; the command is cut off where it sends more. */
  limits: { stdout: number; stderr: number };
  /** Fed to the command. Without it its standard input stays open and empty, and closes when the wait ends. */
  input?: Readable;
  signal?: AbortSignal;
}

export interface ExecResult {
  stdout: Buffer;
  stderr: Buffer;
  /** The exit status. Null where none was seen, which is never a success. */
  code: number | null;
  /** `failed`: the channel was never opened. */
  ended: 'exit' | 'deadline' | 'lost' | 'flooded' | 'aborted' | 'failed';
  /** For all but `exit`: why. */
  reason: string | null;
}

type Ending = Pick<ExecResult, 'code' | 'ended' | 'reason'>;

/** Runs a command and waits for it, within bounds of time and size. Never rejects: how it ended is part of the answer. */
export function sshExec(connection: SshConnection, command: string, options: ExecOptions): Promise<ExecResult> {
  return new Promise((resolve) => {
    const stdout = new BoundedBuffer(options.limits.stdout);
    const stderr = new BoundedBuffer(options.limits.stderr);
    let channel: ClientChannel | null = null;
    let settled = false;
    let afterExit: NodeJS.Timeout | undefined;

    const settle = (ending: Ending): void => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      clearTimeout(afterExit);
      forgetLost();
      options.signal?.removeEventListener('abort', onAbort);
      // Its data goes on being read and dropped: a channel that nobody reads never closes.
      channel?.close();
      resolve({ stdout: stdout.bytes(), stderr: stderr.bytes(), ...ending });
    };
    const stop = (ended: ExecResult['ended'], reason: string): void => settle({ code: null, ended, reason });
    const onAbort = (): void => stop('aborted', 'the run is being stopped');
    const deadline = setTimeout(() => stop('deadline', `no end within ${options.timeoutMs} ms`), options.timeoutMs);
    const forgetLost = connection.onLost((reason) => queueMicrotask(() => stop('lost', reason)));
    if (options.signal?.aborted) onAbort();
    else options.signal?.addEventListener('abort', onAbort, { once: true });

    const collect = (from: Readable, into: BoundedBuffer, name: string): void => {
      from.on('data', (chunk: Buffer) => {
        if (settled) return;
        into.push(chunk);
        if (into.over) stop('flooded', `more than its limit of output on ${name}`);
      });
    };
    const attach = (opened: ClientChannel): void => {
      channel = opened;
      let exit: Ending | null = null;
      opened.on('error', (error: Error) => stop('lost', messageOf(error)));
      opened.on('exit', (code: number | null, signal?: string) => {
        exit =
          code === null
            ? { code: null, ended: 'lost', reason: `the command was ended by ${signal ?? 'a signal'}` }
            : { code, ended: 'exit', reason: null };
        const seen = exit;
        afterExit = setTimeout(() => settle(seen), CLOSE_AFTER_EXIT_MS);
      });
      opened.on('close', () => {
        if (exit) settle(exit);
        else stop('lost', connection.lost ?? 'the channel closed without an exit status');
      });
      collect(opened, stdout, 'stdout');
      collect(opened.stderr, stderr, 'stderr');
      if (options.input) options.input.pipe(opened);
    };

    const opened = (fresh: ClientChannel): void => {
      if (!settled) {
        attach(fresh);
        return;
      }
      fresh.on('error', () => {});
      fresh.resume();
      fresh.stderr.resume();
      fresh.close();
    };
    connection.openExec(command, opened).catch((error: unknown) => {
      stop(connection.lost === null ? 'failed' : 'lost', messageOf(error));
    });
  });
}
