import type { Component } from '../judge/symptoms/symptom.ts';
import type { StackOptions } from '../plan/stack-options.ts';

/** One side of a VM: what runs in it, or what it runs on. */
export const SIDES = ['guest', 'host'] as const;
export type Side = (typeof SIDES)[number];

interface Option {
  key: keyof StackOptions;
  flag: string;
  /** What the option puts in the place of the target's own; null where that can be of any component. */
  component: Component | null;
}

const OPTIONS: Readonly<Record<Side, readonly Option[]>> = {
  guest: [
    { key: 'guestDriver', flag: '--guest-driver', component: 'guest-driver' },
    { key: 'kernel', flag: '--kernel', component: 'guest-kernel' },
    { key: 'overlay', flag: '--overlay', component: null },
    { key: 'guestEnv', flag: '--guest-env', component: 'configuration' },
  ],
  host: [
    { key: 'qemu', flag: '--qemu', component: 'vmm' },
    { key: 'renderServer', flag: '--render-server', component: 'renderer' },
    { key: 'hostDriver', flag: '--host-driver', component: 'host-driver' },
    { key: 'hostLayer', flag: '--host-layer', component: null },
    { key: 'qemuArgs', flag: '--qemu-arg', component: 'configuration' },
    { key: 'hostEnv', flag: '--host-env', component: 'configuration' },
  ],
};

/** What the options of one side are, and the stack without them. */
export interface Without {
  stack: StackOptions;
  /** `--guest-driver`, …; at least one. */
  flags: readonly string[];
  /** What these options changed, where it is one component. */
  component: Component | null;
}

/** Null where no option changes anything on that side. */
export function withoutOptionsOf(side: Side, stack: StackOptions): Without | null {
  const given = OPTIONS[side].filter(({ key }) => isGiven(stack[key]));
  const code = bringsCode(side === 'guest' ? stack.guestEnv : stack.hostEnv);
  if (given.length === 0) return null;
  const kept = Object.fromEntries(Object.entries(stack).filter(([key]) => !given.some((option) => option.key === key)));
  // An environment goes with the part that reads it: alone it is a setting.
  const parts = given.filter(({ component }) => component !== 'configuration');
  const [only, ...others] = parts;
  const component = code || others.length > 0 ? null : only ? only.component : 'configuration';
  return {
    stack: { qemuArgs: [], hostEnv: {}, guestEnv: {}, ...kept },
    flags: given.map(({ flag }) => flag),
    component,
  };
}

/** A library or a layer that a variable names can stand for any component. */
const bringsCode = (env: Readonly<Record<string, string>>): boolean =>
  Object.keys(env).some((name) => /^LD_|^VK_(ADD_)?(LAYER_PATH|INSTANCE_LAYERS|DRIVER_FILES|ICD_FILENAMES)/.test(name));

function isGiven(value: StackOptions[keyof StackOptions]): boolean {
  if (value === undefined) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
