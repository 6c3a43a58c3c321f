import type { Component } from '../../runner/judge/symptoms/symptom.ts';
import type { StackOptions } from '../../runner/plan/stack-options.ts';
import type { VmTarget } from '../../runner/plan/target.ts';

/** What a fault needs that is made when the faults are tried. */
export interface FaultParts {
  /** A folder for what a fault writes. */
  folder: string;
  /** The folder of the layer of planted faults. */
  layer: string;
}

/** One thing broken on purpose, somewhere in the real stack. */
export interface Fault {
  name: string;
  /** What is broken, as a sentence without a full stop. */
  title: string;
  kind: 'layer' | 'options' | 'host-environment' | 'guest-environment';
  /** Areas or cases that can tell: the query of the short matrix. */
  query: readonly string[];
  /** Whom a diagnosis must blame, and the ids of causes that are right; the first is the best. */
  truth: { component: Component; causes: readonly string[] };
  /** Not looked at while the rules of the diagnosis were written. */
  heldOut: boolean;
  target?(target: VmTarget): VmTarget;
  stack?(parts: FaultParts): Partial<StackOptions>;
}
