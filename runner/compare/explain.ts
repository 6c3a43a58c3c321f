import type { Component } from '../judge/symptoms/symptom.ts';
import { idMatcher } from '../plan/glob.ts';
import { type Digest, type Ending, outcomeAt } from './digest.ts';
import { type ExpectedDifference, expectedDifferences, type StackTrait } from './expected-differences.ts';

/** Why two stacks differ in a case, where that is known beforehand. */
export interface Explanation {
  id: string;
  title: string;
  component: Component;
  /** Such a stack cannot do better: no regression of anybody's. */
  inherent: boolean;
}

const PLACEMENT_CASE = 'drm/blob-placement';
const HOST_PAGE_OF_A_MAC = 16 << 10;

/** What of a run decides which differences are known. */
interface Traits {
  accelerator: string | null;
  hostDriver: string;
  guestMesa: string;
  blobsBelow16KiB: boolean;
}

function traitsOf(digest: Digest): Traits {
  const { accelerator, hostDriver, guestMesa, guestPageSize } = digest.header.stack;
  const position = digest.ids.indexOf(PLACEMENT_CASE);
  const seen = position < 0 ? 'missing' : outcomeAt(digest, position);
  const small = guestPageSize !== null && guestPageSize < HOST_PAGE_OF_A_MAC;
  return {
    accelerator,
    hostDriver: hostDriver ?? '',
    guestMesa: guestMesa ?? '',
    blobsBelow16KiB: seen === 'fail' || (small && seen !== 'pass'),
  };
}

function has(traits: Traits, { accelerator, hostDriver, guestMesa, blobsBelow16KiB }: StackTrait): boolean {
  return (
    (accelerator === undefined || traits.accelerator === accelerator) &&
    (hostDriver === undefined || hostDriver.test(traits.hostDriver)) &&
    (guestMesa === undefined || guestMesa.test(traits.guestMesa)) &&
    (blobsBelow16KiB === undefined || traits.blobsBelow16KiB)
  );
}

/** Explains cases in which one of two runs is worse off than the other. */
export class Explainer {
  readonly #from: readonly Matcher[];
  readonly #to: readonly Matcher[];

  constructor(from: Digest, to: Digest) {
    const [before, after] = [traitsOf(from), traitsOf(to)];
    const ofOne = (one: Traits, other: Traits): Matcher[] =>
      expectedDifferences
        .filter(({ trait }) => has(one, trait) && !has(other, trait))
        .map((difference) => ({ difference, matches: difference.cases.map(idMatcher) }));
    this.#from = ofOne(before, after);
    this.#to = ofOne(after, before);
  }

  /** Why the later run is worse off in this case, or null. */
  ofLater(id: string, ending: Ending): Explanation | null {
    return explain(this.#to, id, ending);
  }

  /** Why the earlier run is worse off in this case, or null. */
  ofEarlier(id: string, ending: Ending): Explanation | null {
    return explain(this.#from, id, ending);
  }
}

interface Matcher {
  difference: ExpectedDifference;
  matches: readonly ((id: string) => boolean)[];
}

function explain(matchers: readonly Matcher[], id: string, { outcome, message }: Ending): Explanation | null {
  const found = matchers.find(
    ({ difference, matches }) =>
      (difference.outcomes as readonly string[]).includes(outcome) &&
      (difference.message?.test(message) ?? true) &&
      matches.some((match) => match(id)),
  );
  if (!found) return null;
  const { id: name, title, component, inherent } = found.difference;
  return { id: name, title, component, inherent };
}
