import { dirname } from 'node:path';
import { mergeEnv } from '../plan/merge-env.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { VmTarget } from '../plan/target.ts';
import type { HostStack } from '../stack/host-stack.ts';
import { qemuProgram } from '../stack/qemu-program.ts';
import type { SharedFolder } from '../stack/sandbox.ts';
import { hostLayerEnv } from './host-layer.ts';
import type { BootLogs } from './logs.ts';
import { type QemuPaths, qemuArgs } from './qemu-args.ts';
import { sharedFolderOf } from './shared-folders.ts';

export interface QemuCommandInput {
  target: VmTarget;
  host: HostStack;
  stack: StackOptions;
  logs: BootLogs;
  paths: QemuPaths;
  /** The plugin that keeps the order of stores and loads. */
  storeOrder: string | null;
  /** The library that bounds the sleep of Venus' rings. */
  ringSleep: string | null;
  /** Where sockets and the initramfs lie. */
  tempFolder: string;
}

/** QEMU's version where the stack can tell it without starting it. */
function knowsExitWithParent(host: HostStack): boolean {
  const major = host.packages.map((line) => /^qemu(?:-system-arm)? (?:\d+:)?(\d+)\./.exec(line)?.[1]).find(Boolean);
  return Number(major ?? 0) >= 11;
}

/** What QEMU and, through it, virgl_render_server and the host's Vulkan driver are told. */
function environment({ target, host, stack, logs, ringSleep }: QemuCommandInput): Record<string, string> {
  const renderServer = stack.renderServer ?? target.renderServer ?? host.renderServer;
  const env = mergeEnv(
    { VIRGL_LOG_LEVEL: 'info', VIRGL_LOG_FILE: logs.path('virgl') },
    renderServer === null ? {} : { RENDER_SERVER_EXEC_PATH: renderServer },
    stack.hostLayer === undefined ? {} : hostLayerEnv(stack.hostLayer),
    target.hostEnv ?? {},
    stack.hostEnv,
  );
  if (ringSleep === null) return env;
  return { ...env, LD_PRELOAD: [ringSleep, env['LD_PRELOAD']].filter(Boolean).join(':') };
}

function folders({ target, stack, logs, paths, storeOrder, ringSleep, tempFolder }: QemuCommandInput): SharedFolder[] {
  const files = [
    paths.kernel,
    storeOrder ?? undefined,
    ringSleep ?? undefined,
    stack.qemu ?? target.qemu,
    stack.renderServer ?? target.renderServer,
    target.image.kind === 'disk' ? target.image.disk : undefined,
    target.image.kind === 'disk' ? target.image.initrd : undefined,
  ];
  return [
    ...files.flatMap((file) => (file === undefined || dirname(file) === '.' ? [] : [sharedFolderOf(file)])),
    ...(stack.hostLayer === undefined ? [] : [{ path: stack.hostLayer, writable: false }]),
    { path: logs.folder, writable: true },
    { path: tempFolder, writable: true },
  ];
}

/** The whole argv that starts QEMU in its host stack, environment included: a person can repeat it. */
export function qemuCommand(input: QemuCommandInput): string[] {
  const { target, host, stack, paths, storeOrder } = input;
  const args = qemuArgs({
    target,
    paths,
    platform: process.platform,
    exitWithParent: host.root === null && knowsExitWithParent(host),
    ...(storeOrder === null ? {} : { storeOrder }),
    extra: stack.qemuArgs,
  });
  const program = stack.qemu ?? target.qemu ?? qemuProgram(target);
  return host.command([program, ...args], { folders: folders(input), env: environment(input) });
}
