import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientChannel } from 'ssh2';
import { InfraError, UsageError } from '../base/errors.ts';
import { formatDuration } from '../base/text.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { Target } from '../plan/target.ts';
import { createGuest } from './create-guest.ts';
import type { Guest, StageResult } from './guest.ts';
import type { GuestLink } from './guest-link.ts';
import { shellCommand } from './shell-words.ts';
import type { SshConnection } from './ssh-connection.ts';

export interface ShellSession {
  target: Target;
  stack: StackOptions;
  /** The command to run; a shell where there is none. */
  words: readonly string[];
  /** Aborted when the session is to stop. */
  signal: AbortSignal;
  note(line: string): void;
  /** Gives the caller a way to end the guest at once. */
  onGuest(close: () => void): void;
}

/** A guest that is reached over ssh. */
interface LinkedGuest extends Guest {
  readonly link: GuestLink;
}

function isLinked(guest: Guest): guest is LinkedGuest {
  return 'link' in guest;
}

/**
 * Boots a target, connects the terminal to a shell or a command in it, and ends the guest.
 * @returns the exit status of the shell or command.
 * @throws UsageError for a target without a VM, InfraError where the guest is not reached or its link is lost.
 */
export async function openGuestShell(session: ShellSession): Promise<number> {
  const { target, stack, signal, note } = session;
  if (target.kind === 'host') throw new UsageError(`Target ${target.name} has no VM; there is no shell but your own.`);
  const runDir = mkdtempSync(join(tmpdir(), 'venus-suite-shell-'));
  const guest = await createGuest(target, { runDir, stack, progress: note });
  const close = (): void => void guest.close();
  session.onGuest(close);
  signal.addEventListener('abort', close, { once: true });
  try {
    if (signal.aborted) throw new InfraError(`stopped by ${String(signal.reason)}`);
    const report = await guest.boot((result) => note(describeStage(result)));
    if (report.finding !== null) note(`Finding: ${report.finding}`);
    if (!isLinked(guest)) throw new UsageError(`Target ${target.name} has no shell.`);
    return await attach(guest.link, session);
  } finally {
    signal.removeEventListener('abort', close);
    await guest.close();
    rmSync(runDir, { recursive: true, force: true });
  }
}

function describeStage({ stage, ok, atMs, detail }: StageResult): string {
  return `${ok ? 'ok    ' : 'FAILED'} ${stage.padEnd(8)}${formatDuration(atMs).padStart(8)}  ${detail}`;
}

function terminalSize(): { rows: number; cols: number; term: string } {
  const { rows = 24, columns = 80 } = process.stdout;
  return { rows, cols: columns, term: process.env['TERM'] ?? 'vt100' };
}

async function attach(link: GuestLink, { words, signal }: ShellSession): Promise<number> {
  const connection = await link.connect(5_000, signal);
  const command = words.length === 0 ? undefined : shellCommand(words);
  // A terminal turns newlines into carriage returns: a command whose output is read by a program gets none.
  const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const { promise, opened } = statusOf(connection, interactive);
  if (interactive || command === undefined) await connection.openTerminal(terminalSize(), command, opened);
  else await connection.openExec(command, opened);
  return promise;
}

/** Joins a channel to this process's terminal, and waits for the status of what runs in it. */
function statusOf(connection: SshConnection, interactive: boolean) {
  let opened = (_: ClientChannel): void => {};
  const promise = new Promise<number>((resolve, reject) => {
    opened = (channel) => {
      const leave = joinTerminal(channel, interactive);
      let status: number | null = null;
      channel.on('exit', (code: number | null) => {
        status = code ?? 128;
      });
      channel.on('error', reject);
      channel.on('close', () => {
        leave();
        if (status !== null) return resolve(status);
        reject(new InfraError(`the shell ended without a status: ${connection.lost ?? 'closed by the guest'}`));
      });
    };
  });
  return { promise, opened };
}

/** @returns a function that gives the terminal back. */
function joinTerminal(channel: ClientChannel, interactive: boolean): () => void {
  const resize = (): void => {
    const { rows, cols } = terminalSize();
    channel.setWindow(rows, cols, 0, 0);
  };
  if (interactive) process.stdin.setRawMode(true);
  process.stdout.on('resize', resize);
  process.stdin.pipe(channel);
  channel.pipe(process.stdout, { end: false });
  channel.stderr.pipe(process.stderr, { end: false });
  return () => {
    if (interactive) process.stdin.setRawMode(false);
    process.stdout.off('resize', resize);
    process.stdin.unpipe(channel);
    process.stdin.pause();
  };
}
