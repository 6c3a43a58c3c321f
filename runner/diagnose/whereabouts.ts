import type { Component } from '../judge/symptoms/symptom.ts';
import { outcomeOf } from './evidence.ts';
import type { Facts } from './facts.ts';
import type { Side } from './without.ts';

/** The experiment that exchanges one side and leaves the other as it is. */
export const OTHER_SIDE: Readonly<Record<Side, string>> = { guest: 'other-guest', host: 'other-host' };

/** The accelerator is of the machine, and what configures a stack of both sides. */
const SIDES: Partial<Record<Component, Side>> = {
  'guest-driver': 'guest',
  'guest-kernel': 'guest',
  vmm: 'host',
  renderer: 'host',
  'host-driver': 'host',
};

/** The side on which the defect is, and how that is known. */
export interface Whereabouts {
  side: Side;
  /** The one component that was exchanged, where it was one. */
  component: Component | null;
  evidence: string[];
}

/** Null where neither side was exchanged, where that mends nothing, or where either does: then it is between the two. */
export function whereaboutsOf(facts: Facts): Whereabouts | null {
  const mends = (['guest', 'host'] as const).filter((side) => facts.passes(OTHER_SIDE[side]));
  const [side] = mends;
  // What passes now and then may have passed by chance.
  if (side === undefined || mends.length > 1 || facts.passes('again')) return null;
  const experiment = OTHER_SIDE[side];
  return { side, component: facts.of(experiment)?.exchanged ?? null, evidence: outcomeOf(facts, experiment) };
}

/**
 * The exchanges still to be made of what options changed, that of the suspected component's side first; none once one of
 * them has told where the defect is.
 */
export function notYetExchanged(changed: readonly Side[], facts: Facts, suspect: Component | null): string[] {
  if (whereaboutsOf(facts) !== null) return [];
  const side = suspect === null ? undefined : SIDES[suspect];
  const ordered = changed.toSorted((a, b) => Number(b === side) - Number(a === side));
  return ordered.map((each) => OTHER_SIDE[each]).filter((id) => !facts.has(id));
}

/** Of what is left of the doubt: where the component itself was exchanged, where only its side was. */
const DOUBT = { component: 0.35, side: 0.6 } as const;
/** Of a cause that lies elsewhere. */
const ELSEWHERE = 0.6;

/**
 * How sure a cause is once it is known where the defect lies.
 * @param confidence what its own facts say, from 0 to 1.
 */
export function weigh(confidence: number, component: Component, where: Whereabouts | null): number {
  if (where === null) return confidence;
  if (where.component !== null) {
    return component === where.component
      ? 1 - (1 - confidence) * DOUBT.component
      : component === 'configuration'
        ? confidence
        : confidence * ELSEWHERE;
  }
  const side = SIDES[component];
  if (side === undefined) return confidence;
  return side === where.side ? 1 - (1 - confidence) * DOUBT.side : confidence * ELSEWHERE;
}
