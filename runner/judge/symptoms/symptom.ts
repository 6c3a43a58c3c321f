import type { LogName } from '../../guest/logs.ts';

/** The part of the stack that is to blame. */
export const COMPONENTS = [
  'guest-driver',
  'guest-kernel',
  'vmm',
  'accelerator',
  'renderer',
  'host-driver',
  'configuration',
  'probe',
  'infrastructure',
] as const;
export type Component = (typeof COMPONENTS)[number];

/** A line of a log that tells what is wrong. */
export interface Symptom {
  /** Stable, for records and rules. */
  id: string;
  /** As the sources print it: `%d`, `%u`, `%x` and `%s` stand for what varies. */
  text: string;
  logs: readonly LogName[];
  /** What it means, as a sentence without a full stop. */
  diagnosis: string;
  component: Component;
  /** It follows from something else, whose own line tells more: never the answer where there is another. */
  secondary?: true;
}

const PARTS: Readonly<Record<string, string>> = {
  '%d': '-?\\d+',
  '%u': '\\d+',
  '%x': '[0-9a-fA-F]+',
  '%s': '.+?',
};

/** A pattern for lines that hold a text as the sources print it. */
export function asPrinted(text: string): RegExp {
  const source = text
    .split(/(%[duxs])/)
    .map((part) => PARTS[part] ?? part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('');
  return new RegExp(source);
}
