import ssh2, { type ClientChannel } from 'ssh2';
import { messageOf } from '../base/errors.ts';

/** ssh2 sends no keep-alive unless told to, and then a frozen guest would look like a patient one. */
const KEEPALIVE_MS = 5_000;
/** How long a guest may say nothing at all, where nobody says otherwise. */
const SILENCE_MS = 30_000;

export interface SshAddress {
  host: string;
  port: number;
  user: string;
  /** OpenSSH's private key format. */
  privateKey: string;
  /** The only key that is accepted, as ssh sends it. Null: whatever answers first is trusted from then on. */
  hostKey: Buffer | null;
  /** How long it may be silent, keep-alives included, before the link counts as lost. */
  silenceMs?: number;
}

/** @param timeScale of the target: a slow emulation can hold its guest for longer. */
export const silenceFor = (timeScale: number): number => Math.max(SILENCE_MS, 10_000 * timeScale);

/** Another machine, or a guest of another run, answers at the address. Trying again does not help. */
export class HostKeyError extends Error {
  override readonly name = 'HostKeyError';
}

/** One authenticated ssh connection. */
export class SshConnection {
  /** Why it ended; null while it is up. */
  lost: string | null = null;
  readonly #client: InstanceType<typeof ssh2.Client>;
  readonly #onLost = new Set<(reason: string) => void>();

  private constructor(client: InstanceType<typeof ssh2.Client>) {
    this.#client = client;
    client.on('error', (error) => this.#end(`the ssh link broke: ${messageOf(error)}`));
    client.on('close', () => this.#end('the ssh link was cut'));
  }

  /**
   * Connects and authenticates. A port that accepts is not a guest that answers: run a command before believing in it.
   * @throws HostKeyError where the other side is not the expected one, else Error.
   */
  static connect(address: SshAddress, timeoutMs: number, signal?: AbortSignal): Promise<SshConnection> {
    return new Promise((resolve, reject) => {
      const client = new ssh2.Client();
      let refusedKey: Buffer | null = null;
      const fail = (error: Error): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        client.destroy();
        reject(refusedKey ? wrongHostKey(address, refusedKey) : error);
      };
      const abort = (): void => fail(new Error('aborted'));
      const timer = setTimeout(() => fail(new Error(`no ssh handshake within ${timeoutMs} ms`)), timeoutMs);
      signal?.addEventListener('abort', abort, { once: true });
      // It stays: a late error event without a listener would end the whole process.
      client.on('error', fail);
      client.once('close', () => fail(new Error('the ssh server closed the connection')));
      client.once('ready', () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        client.removeAllListeners('close');
        // Requests are small and wait for each other: the kernel must not hold them back to fill a packet.
        client.setNoDelay(true);
        resolve(new SshConnection(client));
      });
      try {
        client.connect({
          host: address.host,
          port: address.port,
          username: address.user,
          privateKey: address.privateKey,
          readyTimeout: 0,
          keepaliveInterval: KEEPALIVE_MS,
          keepaliveCountMax: Math.ceil((address.silenceMs ?? SILENCE_MS) / KEEPALIVE_MS),
          // Without it the server offers its best kind of key, which need not be the one that is known.
          ...(address.hostKey ? { algorithms: { serverHostKey: ['ssh-ed25519'] } } : {}),
          hostVerifier: (key: Buffer) => {
            address.hostKey ??= key;
            if (key.equals(address.hostKey)) return true;
            refusedKey = key;
            return false;
          },
        });
      } catch (error) {
        fail(error instanceof Error ? error : new Error(messageOf(error)));
      }
    });
  }

  /**
   * Opens a channel that runs a command.
   * @param opened is called before anything of the channel is handed on: a short command's exit status can arrive in the
   *   same packet as the news that it began, and an event without a listener is gone.
   * @throws Error where the server refuses, or the link is lost meanwhile.
   */
  openExec(command: string, opened: (channel: ClientChannel) => void): Promise<void> {
    return this.#open((done) => this.#client.exec(command, done), opened);
  }

  /** Opens an interactive shell, or with `command` a program, on a terminal of this size. As `openExec`. */
  openTerminal(
    size: { rows: number; cols: number; term: string },
    command: string | undefined,
    opened: (channel: ClientChannel) => void,
  ): Promise<void> {
    const pty = { ...size, width: 0, height: 0 };
    return this.#open((done) => {
      if (command === undefined) this.#client.shell(pty, done);
      else this.#client.exec(command, { pty }, done);
    }, opened);
  }

  /** Calls back once when the link is lost, at once where it already is. @returns a function that takes it back. */
  onLost(listener: (reason: string) => void): () => void {
    if (this.lost !== null) listener(this.lost);
    else this.#onLost.add(listener);
    return () => this.#onLost.delete(listener);
  }

  close(): void {
    this.#end('the ssh link was closed');
    this.#client.destroy();
  }

  #open(
    start: (done: (error: Error | undefined, channel: ClientChannel) => void) => void,
    opened: (channel: ClientChannel) => void,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const forget = this.onLost((reason) => reject(new Error(reason)));
      if (this.lost !== null) return;
      try {
        start((error, channel) => {
          forget();
          if (error) return reject(error);
          opened(channel);
          resolve();
        });
      } catch (error) {
        forget();
        reject(error);
      }
    });
  }

  #end(reason: string): void {
    if (this.lost !== null) return;
    this.lost = reason;
    for (const listener of [...this.#onLost]) listener(reason);
    this.#onLost.clear();
  }
}

function wrongHostKey(address: SshAddress, key: Buffer): HostKeyError {
  return new HostKeyError(
    `${address.host}:${address.port} answers with another host key than the expected one (${key.toString('base64')}): ` +
      'it is not the guest that was booted',
  );
}
