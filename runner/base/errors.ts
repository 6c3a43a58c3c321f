/** Exit codes of every command: a contract with CI and `git bisect run`. */
export const ExitCode = {
  good: 0,
  /** A regression, or any result that was not expected. */
  unexpected: 1,
  usage: 2,
  /** The guest was never reached, or the host lacks a part. */
  infra: 3,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export interface ErrorDetail {
  /** What the person can do next, as one sentence or a command. */
  hint?: string;
  cause?: unknown;
}

/** An error that is meant for the person: its message is shown without a stack trace. */
export class VenusSuiteError extends Error {
  override readonly name: string = 'VenusSuiteError';
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(message: string, exitCode: ExitCode, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.exitCode = exitCode;
    this.hint = detail.hint;
  }
}

/** The command line, a config file or another input is wrong. Exit 2. */
export class UsageError extends VenusSuiteError {
  override readonly name = 'UsageError';
  constructor(message: string, detail: ErrorDetail = {}) {
    super(message, ExitCode.usage, detail);
  }
}

/** The host lacks a part, or the guest was never reached. Exit 3. */
export class InfraError extends VenusSuiteError {
  override readonly name = 'InfraError';
  /** The last lines of the log that tells most (console, QEMU's stderr). */
  readonly tail: string | undefined;
  constructor(message: string, detail: ErrorDetail & { tail?: string } = {}) {
    super(message, ExitCode.infra, detail);
    this.tail = detail.tail;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
