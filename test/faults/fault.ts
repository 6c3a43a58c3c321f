import { createHash } from 'node:crypto';
import type { Component } from '../../runner/judge/symptoms/symptom.ts';
import type { StackOptions } from '../../runner/plan/stack-options.ts';
import type { VmTarget } from '../../runner/plan/target.ts';

/** What a fault needs that is made when the faults are tried. Absolute paths. */
export interface FaultParts {
  /** A folder for what a fault writes. */
  folder: string;
  /** The folder of the host's layer of planted faults. */
  layer: string;
  /** A folder that is laid over the guest's root: the guest's layer, and what stands in for its kernel. */
  overlay: string;
}

export const FAULT_KINDS = [
  'host-layer',
  'guest-layer',
  'guest-kernel',
  'process',
  'host-process',
  'options',
  'host-environment',
  'guest-environment',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/**
 * Where a fault is planted. `host-layer` and `guest`: chosen while a VM runs, so that one serves many of them.
 * `stack`: broken from the boot on, in a VM of its own.
 */
export type FaultPlace = 'host-layer' | 'guest' | 'stack';

/** One thing broken on purpose, somewhere in the real stack. */
export interface Fault {
  name: string;
  /** What is broken, as a sentence without a full stop. */
  title: string;
  kind: FaultKind;
  place: FaultPlace;
  /** Areas or cases that can tell: the query of the short matrix. */
  query: readonly string[];
  /** Whom a diagnosis must blame, and the ids of causes that are right; the first is the best. */
  truth: { component: Component; causes: readonly string[] };
  /** Not looked at while the rules of the diagnosis were written. */
  heldOut: boolean;
  /** Most seconds of a case, where the fault is one that hangs; the target's scale multiplies it. */
  timeoutS?: number;
  /** Environment of every probe in the guest: what chooses a fault of place `guest`, and what the query's cases need. */
  env?: Readonly<Record<string, string>>;
  target?(target: VmTarget): VmTarget;
  /** What takes a while to make, before `stack` is asked. */
  prepare?(parts: FaultParts): Promise<void>;
  /** The stack with the fault in it from the boot on. */
  stack(parts: FaultParts): Partial<StackOptions>;
}

/** Of a case that runs for an hour by itself, which is too long for a matrix. */
export const BRIEF_SOAK: Readonly<Record<string, string>> = { VENUS_SUITE_SOAK_S: '5' };

/** A fault before its list is numbered. */
export type PlainFault = Omit<Fault, 'heldOut'>;

/** About a third is held out: drawn by the name alone, so that a fault that is added moves no other one. */
export function holdOutThird(list: readonly PlainFault[]): Fault[] {
  return list.map((fault) => ({ ...fault, heldOut: drawn(fault.name) }));
}

/** Faults that were planted later: whoever looked at their first tries knows them. */
export const holdOutNone = (list: readonly PlainFault[]): Fault[] =>
  list.map((fault) => ({ ...fault, heldOut: false }));

/** These bytes of the digest, since six faults were diagnosed while the first rules were written: none of them is drawn. */
const drawn = (name: string): boolean => createHash('sha256').update(name).digest().readUInt32BE(12) % 3 === 0;
