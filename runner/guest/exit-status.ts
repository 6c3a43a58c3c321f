import { constants } from 'node:os';

const SIGNAL_NAMES = new Map(
  Object.entries(constants.signals)
    // Two names have one number (SIGABRT and SIGIOT, SIGIO and SIGPOLL); the first is the usual one.
    .toReversed()
    .map(([name, number]) => [number, name]),
);

/** What a shell's exit status says: shells report a death by signal n as 128 + n. */
export function fromShellStatus(status: number): { exitCode: number | null; signal: string | null } {
  const signal = status > 128 ? SIGNAL_NAMES.get(status - 128) : undefined;
  return signal === undefined ? { exitCode: status, signal: null } : { exitCode: null, signal };
}
