import type { Component } from '../judge/symptoms/symptom.ts';
import type { Cause } from './cause.ts';
import { SURE } from './cause.ts';
import type { Facts } from './facts.ts';
import { weigh, whereaboutsOf } from './whereabouts.ts';

export interface Ranked {
  cause: Cause;
  component: Component;
  confidence: number;
  evidence: string[];
}

/** A rival from here on keeps the question open. */
const RIVAL = 0.6;

/** The causes that the facts speak for, the likeliest first. */
export function rank(causes: readonly Cause[], facts: Facts): Ranked[] {
  const where = whereaboutsOf(facts);
  return causes
    .flatMap((cause) => {
      const judgement = cause.judge(facts);
      if (!judgement) return [];
      const { component = cause.component, confidence, evidence } = judgement;
      const weighed = weigh(confidence, component, where);
      const located = weighed > confidence ? (where?.evidence ?? []) : [];
      return [{ cause, component, confidence: weighed, evidence: [...evidence, ...located] }];
    })
    .sort((a, b) => b.confidence - a.confidence);
}

/** Whether further experiments would be a waste: one cause is sure, and none of another component comes near. */
export function isClear(ranked: readonly Ranked[], enough = SURE): boolean {
  const [top, ...others] = ranked;
  if (!top || top.confidence < enough) return false;
  return others.every(({ component, confidence }) => component === top.component || confidence < RIVAL);
}

/** The experiments that the causes still want, the most wanted of the cheapest first. */
export function wanted(causes: readonly Cause[], facts: Facts, costOf: (id: string) => number): string[] {
  const votes = new Map<string, number>();
  for (const cause of causes) {
    for (const id of cause.wants(facts)) {
      if (!facts.has(id)) votes.set(id, (votes.get(id) ?? 0) + 1);
    }
  }
  return [...votes].sort(([a, m], [b, n]) => costOf(a) / m - costOf(b) / n).map(([id]) => id);
}
