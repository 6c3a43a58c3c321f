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
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];

/** Adds the options that change one part of the stack. */
export function addStackOptions(command: Command): Command {
  return command
    .optionsGroup('The stack under test:')
    .option('--guest-driver <file>', "a libvulkan_virtio.so in place of the guest's")
    .option('--overlay <dir>', "files laid over the guest's root")
    .option('--kernel <file>', 'a guest kernel')
    .option('--qemu <file>', 'a QEMU binary')
    .option('--render-server <file>', 'a virgl_render_server binary')
    .option('--no-ordered-stores', 'TCG as it is: an x86-64 host may reorder an arm64 guest’s stores and loads')
    .option('--no-bounded-ring-sleep', "Venus' rings as they are: they may sleep through a wake-up that is lost")
    .option('--qemu-arg <arg>', "appended to QEMU's command line (repeatable)", collect)
    .option('--host-env <K=V>', 'environment of QEMU and the render server (repeatable)', collect)
    .option('--guest-env <K=V>', 'environment of every probe (repeatable)', collect)
    .option('--host-layer <dir>', 'a Vulkan layer between the render server and the host driver');
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

/** @throws UsageError that names the flag and the path where a file is missing. */
export function parseStackOptions(flags: StackFlags): StackOptions {
  const path = <K extends string>(key: K, flag: string, value: string | undefined): Partial<Record<K, string>> =>
    value === undefined ? {} : ({ [key]: existing(flag, value) } as Record<K, string>);
  return {
    ...path('guestDriver', '--guest-driver', flags.guestDriver),
    ...path('overlay', '--overlay', flags.overlay),
    ...path('kernel', '--kernel', flags.kernel),
    ...path('qemu', '--qemu', flags.qemu),
    ...path('renderServer', '--render-server', flags.renderServer),
    ...path('hostLayer', '--host-layer', flags.hostLayer),
    ...(flags.orderedStores === false ? { orderedStores: false as const } : {}),
    ...(flags.boundedRingSleep === false ? { boundedRingSleep: false as const } : {}),
    qemuArgs: flags.qemuArg ?? [],
    hostEnv: parsePairs('--host-env', flags.hostEnv),
    guestEnv: parsePairs('--guest-env', flags.guestEnv),
  };
}
