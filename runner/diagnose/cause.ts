import type { Component } from '../judge/symptoms/symptom.ts';
import type { Facts } from './facts.ts';

/** What a cause makes of the facts. */
export interface Judgement {
  /**
   * How sure, from 0 to 1: of the answers given with 0.9, nine in ten are right. `SURE` ends the experiments where no
   * rival comes near.
   */
  confidence: number;
  /** Where the facts say of which component it is; that of the cause without it. */
  component?: Component;
  /** The facts that it rests on, a sentence or a log line each, the strongest first. */
  evidence: string[];
}

/** One thing that can be wrong. Each has a file of its own in causes/, listed in causes/index.ts. */
export interface Cause {
  id: string;
  /** A sentence without a full stop. */
  title: string;
  component: Component;
  /** What to try or to patch next. */
  advice: string;
  /** Experiments that would tell more, where the facts so far leave it open; in the order of their use. */
  wants(facts: Facts): readonly string[];
  /** Null where the facts speak against it, or say nothing of it. */
  judge(facts: Facts): Judgement | null;
}

/** From here on a cause is taken for found. */
export const SURE = 0.85;
/** The same where something that options changed was not yet taken out: the first suspect of all. */
export const CERTAIN = 0.92;
