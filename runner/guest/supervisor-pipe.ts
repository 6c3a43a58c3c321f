import type { ClientChannel } from 'ssh2';
import { messageOf } from '../base/errors.ts';
import { BoundedBuffer } from './bounded-buffer.ts';
import type { SshConnection } from './ssh-connection.ts';

const COMPLAINT_BYTES = 4 << 10;

/** The two directions to a supervisor, wherever it runs. */
export interface SupervisorPipe {
  write(bytes: Uint8Array): void;
  /** Ends it: the supervisor ends with all that it started, as soon as it learns of this. */
  close(): void;
}

/** What a pipe calls. */
export interface SupervisorPipeEvents {
  data(chunk: Buffer): void;
  /** Once, and the last one: why nothing more will come. */
  end(reason: string): void;
}

/**
 * Starts a supervisor over ssh.
 * @throws Error where the channel does not open within the bound; one that opens later is closed at once.
 */
export async function openSupervisorOverSsh(
  connection: SshConnection,
  command: string,
  timeoutMs: number,
  events: SupervisorPipeEvents,
): Promise<SupervisorPipe> {
  let tooLate = false;
  let channel: ClientChannel | null = null;
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      tooLate = true;
      reject(new Error(`no ssh channel within ${Math.round(timeoutMs)} ms`));
    }, timeoutMs);
  });
  const opening = connection.openExec(command, (opened) => {
    channel = opened;
    if (tooLate) discard(opened);
    else attach(connection, opened, events);
  });
  opening.catch(() => {});
  try {
    await Promise.race([opening, bound]);
  } finally {
    clearTimeout(timer);
  }
  return {
    write: (bytes) => void channel?.write(bytes),
    close: () => channel?.close(),
  };
}

/** A channel that nobody reads never closes. */
function discard(channel: ClientChannel): void {
  channel.on('error', () => {});
  channel.resume();
  channel.stderr.resume();
  channel.close();
}

function attach(connection: SshConnection, channel: ClientChannel, events: SupervisorPipeEvents): void {
  const complaint = new BoundedBuffer(COMPLAINT_BYTES);
  let status: string | null = null;
  let ended = false;
  const end = (reason: string): void => {
    if (ended) return;
    ended = true;
    forgetLost();
    events.end(reason);
  };
  // What came in the same packet as the end of the link is handed on first.
  const forgetLost = connection.onLost((reason) => queueMicrotask(() => end(reason)));
  channel.on('data', (chunk: Buffer) => {
    if (!ended) events.data(chunk);
  });
  channel.stderr.on('data', (chunk: Buffer) => complaint.push(chunk));
  channel.on('error', (error: Error) => end(messageOf(error)));
  channel.on('exit', (code: number | null, signal?: string) => {
    status = code === null ? (signal ?? 'a signal') : `status ${code}`;
  });
  channel.on('close', () => {
    const said = complaint.text().trim();
    const how = status === null ? 'its channel closed' : `it ended with ${status}`;
    end(connection.lost ?? `the supervisor in the guest is gone: ${how}${said === '' ? '' : ` (${said})`}`);
  });
}
