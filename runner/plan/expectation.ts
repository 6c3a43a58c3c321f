import type { Outcome } from './outcome.ts';

/**
 * A known failure, or a known skip, of a target. Kept in suites/expectations/<target>.json as an array.
 * A target also uses those of the targets that it inherits from; the nearest file that names a case wins.
 */
export interface Expectation {
  /** A case id or a glob over ids. */
  case: string;
  /** A glob over profiles, where it is the host's driver that decides: `lavapipe-*`. Without it every profile. */
  profile?: string;
  /** The exact outcome that is expected. */
  outcome: Exclude<Outcome, 'pass'>;
  /** A regular expression that the result's message must match; without it another failure could hide behind this one. */
  match: string;
  /** Which component, and what would mend it: a sentence. */
  reason: string;
  /** A thread, a commit, or a page of docs/. */
  link: string;
}
