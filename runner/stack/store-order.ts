import { execFile } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../base/paths.ts';
import { tailLines } from '../base/text.ts';
import type { Target, VmTarget } from '../plan/target.ts';
import { ensureEntry, findEntry } from './cache.ts';
import { contentKey, fileHashes } from './content-key.ts';
import { type HostStack, hostEntry } from './host-stack.ts';
import { findProgram } from './prerequisites.ts';
import type { Progress } from './progress.ts';

/** Raise it when the code that builds the plugin changes what comes out. */
const FORMAT = 1;
const SOURCES = join(packageRoot, 'host-programs');
const PLUGIN = 'store-order.so';
const REASON = 'unusable';
/** Of QEMU's plugin interface, the newest first: 7 is all that QEMU 11.1 takes, and 4 is taken from 9.2 to 11.0. */
const VERSIONS = [7, 4] as const;
const LOAD_MS = 20_000;

/** A plugin that makes QEMU's TCG keep an arm64 guest's store-release before its next load-acquire. */
export interface StoreOrder {
  /** The plugin's file; null where this QEMU takes none. */
  plugin: string | null;
  /** Why there is none. */
  reason: string | null;
}

/** Whether a target asks for the plugin and this machine's TCG needs it: arm64 promises an order that x86-64 does not. */
export function wantsStoreOrder(target: Target, platform = process.platform, arch = process.arch): target is VmTarget {
  if (target.kind !== 'vm' || target.orderedStores !== true || target.image.kind === 'running') return false;
  return target.accel === 'tcg' && target.arch === 'arm64' && platform === 'linux' && arch === 'x64';
}

/**
 * Finds the plugin for one QEMU, building it where it is not there yet. That a QEMU takes no plugins is no error: the
 * guest runs without, and hangs once in a while.
 * @param qemu The binary that stands in for the host stack's own.
 */
export async function ensureStoreOrder(
  host: HostStack,
  qemu: string | undefined,
  progress: Progress,
): Promise<StoreOrder> {
  const build = storeOrderEntry(host.key ?? 'system', qemu);
  if (findEntry(build.name, build.inputs) === null && findProgram('gcc') === null) {
    return { plugin: null, reason: 'it is not built, and there is no gcc' };
  }
  const entry = await ensureEntry(
    {
      ...build,
      needs: { cache: 1 << 20, temporary: 1 << 20 },
      announcement: `Building ${build.name}: what makes TCG keep the order of a guest's stores and loads (1 s) …`,
      make: async (folder) => {
        const reason = await makePlugin(folder, host, qemu);
        if (reason !== null) writeFileSync(join(folder, REASON), reason);
        return [];
      },
    },
    progress,
  );
  return readStoreOrder(entry.folder);
}

/** What is known without building: null where nobody has tried yet. */
export function findStoreOrder(target: VmTarget): StoreOrder | null {
  const { name, inputs } = storeOrderPart(target);
  const entry = findEntry(name, inputs);
  return entry === null ? null : readStoreOrder(entry.folder);
}

/** The name and the inputs of the cache entry for a target as it comes. */
export function storeOrderPart(target: VmTarget): { name: string; inputs: unknown } {
  const host = target.hostStack === 'system' ? 'system' : contentKey(hostEntry(target.hostStack).inputs);
  return storeOrderEntry(host, target.qemu);
}

/** A QEMU that is not of a tree is known by its file: a new build may take plugins where the last did not. */
function storeOrderEntry(host: string, qemu: string | undefined): { name: string; inputs: unknown } {
  const path = qemu ?? (host === 'system' ? 'qemu-system-aarch64' : undefined);
  const file = path === undefined ? null : findProgram(path);
  const stat = file === null ? undefined : statSync(file, { throwIfNoEntry: false });
  const binary = path === undefined ? null : { path, size: stat?.size ?? null, changed: stat?.mtimeMs ?? null };
  return {
    name: `store-order-${process.arch}`,
    inputs: { format: FORMAT, host, binary, sources: fileHashes(SOURCES) },
  };
}

function readStoreOrder(folder: string): StoreOrder {
  try {
    return { plugin: null, reason: readFileSync(join(folder, REASON), 'utf8') };
  } catch {
    return { plugin: join(folder, PLUGIN), reason: null };
  }
}

/** @returns null where QEMU loads what was built; else why not. */
async function makePlugin(folder: string, host: HostStack, qemu: string | undefined): Promise<string | null> {
  const file = join(folder, PLUGIN);
  const reasons: string[] = [];
  for (const version of VERSIONS) {
    const compiled = await attempt('gcc', [
      ...['-std=c11', '-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-fvisibility=hidden'],
      ...[`-DPLUGIN_VERSION=${version}`, join(SOURCES, 'store-order.c'), '-o', file],
    ]);
    if (compiled !== null) return `it cannot be compiled: ${compiled}`;
    const reason = await load(file, host, qemu);
    if (reason === null) return null;
    reasons.push(reason);
  }
  return reasons[0] ?? null;
}

/** Starts QEMU with the plugin and no machine, and ends it through its monitor. */
async function load(plugin: string, host: HostStack, qemu = 'qemu-system-aarch64'): Promise<string | null> {
  const args = ['-M', 'none', '-accel', 'tcg', '-display', 'none', '-plugin', plugin, '-monitor', 'stdio'];
  const folders = [plugin, qemu]
    .filter((path) => path.includes('/'))
    .map((path) => ({ path: dirname(path), writable: false }));
  const [program = '', ...rest] = host.command([qemu, ...args], { folders });
  return attempt(program, rest, 'quit\n');
}

/** @returns null where the program ends with status 0; else the last line that it wrote. */
async function attempt(program: string, args: readonly string[], input = ''): Promise<string | null> {
  const running = promisify(execFile)(program, args, { timeout: LOAD_MS, encoding: 'utf8' });
  // A program that ends before it reads breaks the pipe, and its status tells why.
  running.child.stdin?.on('error', () => {});
  running.child.stdin?.end(input);
  try {
    await running;
    return null;
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    return tailLines(stderr, 1).trim() || message;
  }
}
