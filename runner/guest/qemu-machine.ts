import { z } from 'zod';
import { messageOf } from '../base/errors.ts';
import { tailLines } from '../base/text.ts';
import { describeExit, OwnedProcess } from './child-process.ts';
import { Console } from './console.ts';
import { forwardedSshPort } from './forwarded-port.ts';
import type { BootLogs } from './logs.ts';
import { stoppedAmong } from './process-tree.ts';
import { Qmp } from './qmp.ts';
import type { TempFolder } from './temp-folder.ts';

const QUIT_MS = 2_000;
const STATUS_MS = 2_000;
/** QMP's StatusInfo. */
const guestStatus = z.object({ status: z.string() });
/** When the link breaks because QEMU ends, the news of its end takes a moment to arrive. */
const NOTICE_MS = 1_500;

/** One QEMU: its process, its monitor, its console and its end. */
export class QemuMachine {
  readonly console: Console;
  readonly process: OwnedProcess;
  /** The loopback's port that leads to the guest's ssh. */
  sshPort = 0;
  readonly #logs: BootLogs;
  readonly #gone = new AbortController();
  #qmp: Qmp | null = null;

  constructor(argv: readonly string[], logs: BootLogs, temp: TempFolder) {
    this.#logs = logs;
    this.console = new Console(logs.path('console'));
    this.process = new OwnedProcess(argv, logs.path('qemu'));
    if (this.process.pid !== undefined) temp.addChild(this.process.pid);
    void this.process.exited.then(() => this.#gone.abort());
  }

  /** Aborted when QEMU ends. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  get qmp(): Qmp {
    if (!this.#qmp) throw new Error('QemuMachine.qmp before connect');
    return this.#qmp;
  }

  /** @throws Error where QEMU ends, or does not answer or forward a port within the bound. */
  async connect(socket: string, timeoutMs: number): Promise<void> {
    try {
      this.#qmp = await Qmp.connect(socket, timeoutMs, this.gone);
      const port = forwardedSshPort(await this.#qmp.monitor('info usernet'));
      if (port === null) throw new Error('QEMU forwards no port to the guest’s ssh');
      this.sshPort = port;
    } catch (error) {
      throw new Error((await this.diedOf()) ?? messageOf(error), { cause: error });
    }
  }

  /** Why the guest is gone, in one line; null while QEMU runs. */
  obituary(): string | null {
    const panic = this.console.line(/Kernel panic - not syncing.*/);
    const { exit } = this.process;
    if (!exit) return null;
    if (panic !== null) return `the guest's kernel panicked: ${panic}`;
    const last = tailLines(this.#logs.tail('qemu'), 1).trim();
    return `QEMU ended (${describeExit(exit)})${last === '' ? '' : `: ${last}`}`;
  }

  /** The obituary, or null where QEMU still runs after a moment. */
  async diedOf(): Promise<string | null> {
    await this.process.endsWithin(NOTICE_MS);
    this.console.read();
    return this.obituary();
  }

  /** What a guest that fell silent is held up by, as far as it shows from outside of it, in one line. */
  async heldUpBy(): Promise<string> {
    const stopped = await stoppedAmong(await this.process.tree());
    if (stopped.length > 0) return `stopped by a signal: ${stopped.join(', ')}`;
    try {
      const { status } = guestStatus.parse(await this.qmp.execute('query-status', {}, STATUS_MS));
      return `QEMU answers its monitor, and says that the guest is ${status}`;
    } catch {
      return 'QEMU does not answer its monitor';
    }
  }

  /** In order through QMP, then by force. Nothing of it is left afterwards. */
  async close(): Promise<void> {
    const tree = await this.process.tree();
    if (this.#qmp && !this.process.exit) {
      // The socket closes under the answer; whether it came does not matter.
      await this.#qmp.execute('quit', {}, QUIT_MS).catch(() => {});
      await this.process.endsWithin(QUIT_MS);
    }
    this.#qmp?.close();
    await this.process.kill(tree);
  }
}
