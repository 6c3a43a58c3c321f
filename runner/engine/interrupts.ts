// Ctrl-C, SIGTERM, SIGHUP, and the end of a parent that launched this process: all end a run in order, once.

import { setTimeout as sleep } from 'node:timers/promises';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof SIGNALS)[number];

/** A terminal's Ctrl-C reaches this process and its launcher, which hands it on: two within this time are one. */
const SAME_MOMENT_MS = 300;
/** What is left to end after a second signal is waited for at most this long; a guest that answers nothing takes 4 s. */
const FORCE_MS = 6_000;
const EXIT_STATUS: Record<Signal, number> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

export interface Interrupts {
  /** Aborted at the first signal; its reason is the signal's name. */
  readonly signal: AbortSignal;
  /** The exit status that tells a shell which signal ended the process; null while there was none. */
  exitStatus(): number | null;
  /** Stops listening. */
  dispose(): void;
}

/**
 * Turns the first signal into an abort, and a second one into `force`.
 * @param force ends everything; the process exits after it, whatever else still waits.
 */
export function listenForInterrupts(force: () => Promise<void> | void): Interrupts {
  const controller = new AbortController();
  let first: { signal: Signal; at: number } | null = null;

  const onSignal = (signal: Signal): void => {
    const now = performance.now();
    if (!first) {
      first = { signal, at: now };
      controller.abort(signal);
    } else if (now - first.at > SAME_MOMENT_MS) {
      const status = EXIT_STATUS[first.signal];
      void Promise.race([force(), sleep(FORCE_MS)]).finally(() => process.exit(status));
    }
  };
  const onDisconnect = (): void => onSignal('SIGTERM');

  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('disconnect', onDisconnect);
  process.channel?.unref();
  return {
    signal: controller.signal,
    exitStatus: () => (first ? EXIT_STATUS[first.signal] : null),
    dispose() {
      for (const signal of SIGNALS) process.off(signal, onSignal);
      process.off('disconnect', onDisconnect);
    },
  };
}
