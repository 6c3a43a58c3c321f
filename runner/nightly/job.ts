/** What a scheduler starts every night. */
export interface Job {
  /** The folder that the command is started in: its config file lies there. Absolute. */
  folder: string;
  /** The program and its arguments; the program is absolute. */
  command: readonly string[];
  /** A scheduler starts with an environment of its own, without a person's PATH. */
  env: Readonly<Record<string, string>>;
  /** Local time. */
  at: { hour: number; minute: number };
  /** Where what it says goes, on a system that keeps no journal. Absolute. */
  log: string;
}

/** What a file that this program wrote says in a comment; another one is neither replaced nor removed. */
export const MARK = 'Written by `venus-suite nightly install`; `venus-suite nightly remove` takes it away.';

const KEPT = /^(PATH|GLSLANG_VALIDATOR|VENUS_SUITE_\w+|VK_\w+|DYLD_(FALLBACK_)?LIBRARY_PATH|LD_LIBRARY_PATH)$/;

/** The variables of a person's shell without which the same command would find other programs and drivers at night. */
export function jobEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter((entry): entry is [string, string] => KEPT.test(entry[0]) && !!entry[1]);
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}
