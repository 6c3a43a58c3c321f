import { BoundedBuffer } from './bounded-buffer.ts';
import { LIMITS } from './guest.ts';
import type { KernelLog } from './kernel-log.ts';
import { ReceivedFiles } from './received-files.ts';

/** Gathers what the supervisor sends of one case, within bounds that do not depend on the supervisor's keeping them. */
export class CaseCollector {
  readonly protocol = new BoundedBuffer(LIMITS.protocol);
  readonly output = new BoundedBuffer(LIMITS.stderr);
  readonly files: ReceivedFiles;
  readonly #kernelLog: KernelLog;
  #dmesgStart: number | null = null;
  #dmesgEnd: number | null = null;

  /** @param folder where the case's files go. */
  constructor(kernelLog: KernelLog, folder: string) {
    this.#kernelLog = kernelLog;
    this.files = new ReceivedFiles(folder, () => this.protocol.text());
  }

  /** The process is about to start: what the kernel prints from here on is the case's. */
  started(): void {
    this.#dmesgStart = this.#kernelLog.size;
  }

  /** Nothing more comes of the case. */
  finish(): void {
    this.#dmesgEnd ??= this.#kernelLog.size;
    this.files.finish();
  }

  /** The case's bytes of the kernel's log; null where it never started. */
  get dmesg(): { start: number; end: number } | null {
    return this.#dmesgStart === null ? null : { start: this.#dmesgStart, end: this.#dmesgEnd ?? this.#kernelLog.size };
  }
}
