import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../base/errors.ts';
import type { StackOptions } from '../plan/stack-options.ts';

/** What commander makes of the options below. */
export interface StackFlags {
  guestDriver?: string;
  overlay?: string;
  kernel?: string;
  qemu?: string;
  renderServer?: string;
  /** commander's own `true` where the option is not given. */
  orderedStores?: boolean;
  boundedRingSleep?: boolean;
  qemuArg?: string[];
  hostEnv?: string[];
  guestEnv?: string[];
  hostLayer?: string;
  hostDriver?: string;
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];

/** Each option that changes one part of the stack: its name, what it takes, what it does. */
const OPTIONS: readonly (readonly [name: string, takes: string, text: string])[] = [
  ['guest-driver', '<file>', "a libvulkan_virtio.so in place of the guest's"],
  ['overlay', '<dir>', "files laid over the guest's root"],
  ['kernel', '<file>', 'a guest kernel'],
  ['qemu', '<file>', 'a QEMU binary'],
  ['render-server', '<file>', 'a virgl_render_server binary'],
  ['qemu-arg', '<arg...>', "appended to QEMU's command line"],
  ['host-env', '<K=V...>', 'environment of QEMU and the render server'],
  ['guest-env', '<K=V...>', 'environment of every probe'],
  ['host-driver', '<choice>', 'the host Vulkan driver: auto, lavapipe, system, or the manifest of one (ICD.json)'],
  ['host-layer', '<dir>', 'a Vulkan layer between the render server and the host driver'],
];

/** What the suite does for a stack unless it is told not to. */
const SWITCHES: readonly (readonly [name: string, text: string])[] = [
  ['ordered-stores', 'TCG as it is: an x86-64 host may reorder an arm64 guest’s stores and loads'],
  ['bounded-ring-sleep', "Venus' rings as they are: they may sleep through a wake-up that is lost"],
];

/** Adds the options that change one part of the stack. */
export function addStackOptions(command: Command): Command {
  command.optionsGroup('The stack under test:');
  addOptions(command, '', '');
  for (const [name, text] of SWITCHES) command.option(`--no-${name}`, text);
  return command;
}

/** The same for one of two sides: `--patch-guest-driver`, `--patch-no-ordered-stores` and so on. */
export function addSideOptions(command: Command, side: string): Command {
  command.optionsGroup(`The stack of ${side} alone:`);
  addOptions(command, `${side}-`, `, on the side of ${side}`);
  for (const [name, text] of SWITCHES) command.option(`--${side}-no-${name}`, text);
  return command;
}

function addOptions(command: Command, prefix: string, where: string): void {
  for (const [name, takes, text] of OPTIONS) {
    const many = takes.endsWith('...>');
    const flags = `--${prefix}${name} ${takes.replace('...', '')}`;
    if (many) command.option(flags, `${text}${where} (repeatable)`, collect);
    else command.option(flags, text + where);
  }
}

/** The options of one side, under the names that they have without it. */
export function sideFlags(flags: Readonly<Record<string, unknown>>, side: string): StackFlags {
  const start = new RegExp(`^${side}(No)?([A-Z])`);
  const own = Object.entries(flags).flatMap(([key, value]) => {
    const [prefix, no, first = ''] = start.exec(key) ?? [];
    if (prefix === undefined) return [];
    const name = first.toLowerCase() + key.slice(prefix.length);
    return [[name, no === undefined ? value : false] as const];
  });
  return Object.fromEntries(own);
}

/** What both sides have, then what one has beside or instead. */
export function mergeStackOptions(common: StackOptions, own: StackOptions): StackOptions {
  return {
    ...common,
    ...own,
    qemuArgs: [...common.qemuArgs, ...own.qemuArgs],
    hostEnv: { ...common.hostEnv, ...own.hostEnv },
    guestEnv: { ...common.guestEnv, ...own.guestEnv },
  };
}

function existing(flag: string, path: string): string {
  const absolute = resolve(path);
  if (!existsSync(absolute)) {
    throw new UsageError(`${flag}: ${absolute} does not exist.`, {
      hint: 'Check the path; it is taken relative to the current folder.',
    });
  }
  return absolute;
}

function parsePairs(flag: string, pairs: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError(`${flag} ${pair}: expected KEY=VALUE.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** A word, or the path of a manifest: one that is called like a word is meant with its folder, `./auto`. */
export function parseHostDriver(flag: string, choice: string | undefined): Pick<StackOptions, 'hostDriver'> {
  if (choice === undefined) return {};
  if (choice === 'auto' || choice === 'lavapipe' || choice === 'system') return { hostDriver: choice };
  const path = existing(flag, choice);
  if (!path.endsWith('.json')) {
    throw new UsageError(`${flag}: ${path} is no manifest of a Vulkan driver (*.json).`, {
      hint: `Give ${flag} auto, lavapipe or system, or a file as in /usr/share/vulkan/icd.d.`,
    });
  }
  return { hostDriver: path as `/${string}` };
}

/**
 * @param prefix of the flags, for errors: `patch-`.
 * @throws UsageError that names the flag and the path where a file is missing.
 */
export function parseStackOptions(flags: StackFlags, prefix = ''): StackOptions {
  const path = <K extends string>(key: K, flag: string, value: string | undefined): Partial<Record<K, string>> =>
    value === undefined ? {} : ({ [key]: existing(flag, value) } as Record<K, string>);
  return {
    ...path('guestDriver', `--${prefix}guest-driver`, flags.guestDriver),
    ...path('overlay', `--${prefix}overlay`, flags.overlay),
    ...path('kernel', `--${prefix}kernel`, flags.kernel),
    ...path('qemu', `--${prefix}qemu`, flags.qemu),
    ...path('renderServer', `--${prefix}render-server`, flags.renderServer),
    ...path('hostLayer', `--${prefix}host-layer`, flags.hostLayer),
    ...parseHostDriver(`--${prefix}host-driver`, flags.hostDriver),
    ...(flags.orderedStores === false ? { orderedStores: false as const } : {}),
    ...(flags.boundedRingSleep === false ? { boundedRingSleep: false as const } : {}),
    qemuArgs: flags.qemuArg ?? [],
    hostEnv: parsePairs(`--${prefix}host-env`, flags.hostEnv),
    guestEnv: parsePairs(`--${prefix}guest-env`, flags.guestEnv),
  };
}
