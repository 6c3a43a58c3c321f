import { setTimeout as sleep } from 'node:timers/promises';
import { HostKeyError, type SshAddress, SshConnection } from './ssh-connection.ts';
import { type ExecOptions, type ExecResult, sshExec } from './ssh-exec.ts';

const RETRY_MS = 150;
/** One attempt: an emulated guest takes a second for the key exchange, a busy one more. */
const ATTEMPT_MS = 10_000;
const SMALL_OUTPUT = { stdout: 256 << 10, stderr: 64 << 10 } as const;

/** The ssh connection to one guest, made anew where it was cut and the guest still answers. */
export class GuestLink {
  readonly #address: SshAddress;
  #connection: SshConnection | null = null;

  constructor(address: SshAddress) {
    this.#address = address;
  }

  /** Why there is no connection now; null while there is one. */
  get lost(): string | null {
    return this.#connection ? this.#connection.lost : 'not connected';
  }

  /**
   * Connects, trying again until a command has finished: a port that accepts need not lead to a shell that works.
   * @throws HostKeyError at once, Error with the last attempt's reason when the bound is over or `signal` is aborted.
   */
  async connect(timeoutMs: number, signal?: AbortSignal): Promise<SshConnection> {
    if (this.#connection?.lost === null) return this.#connection;
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const left = Math.max(1, deadline - performance.now());
      try {
        const connection = await this.#attempt(Math.min(left, ATTEMPT_MS), signal);
        this.#connection = connection;
        return connection;
      } catch (error) {
        if (error instanceof HostKeyError || signal?.aborted || performance.now() > deadline) throw error;
      }
      await sleep(RETRY_MS);
    }
  }

  /** Runs a command; where the link is down this is a failure like any other. */
  async exec(command: string, options: Partial<ExecOptions> & { timeoutMs: number }): Promise<ExecResult> {
    const connection = this.#connection;
    if (!connection) {
      return { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), code: null, ended: 'failed', reason: 'not connected' };
    }
    return sshExec(connection, command, { limits: SMALL_OUTPUT, ...options });
  }

  close(): void {
    this.#connection?.close();
  }

  async #attempt(timeoutMs: number, signal?: AbortSignal): Promise<SshConnection> {
    const connection = await SshConnection.connect(this.#address, timeoutMs, signal);
    const result = await sshExec(connection, 'true', {
      timeoutMs,
      limits: SMALL_OUTPUT,
      ...(signal ? { signal } : {}),
    });
    if (result.ended === 'exit' && result.code === 0) return connection;
    connection.close();
    throw new Error(`the ssh server runs no command: ${result.reason ?? `\`true\` ended with status ${result.code}`}`);
  }
}
