import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { cacheRoot } from '../base/paths.ts';
import type { HostDriverChoice, Target } from '../plan/target.ts';
import { findEntry, isPacked } from './cache.ts';
import { entriesOf } from './current-entries.ts';
import { freeSpaceAbove } from './disk-space.ts';
import { packagedGlslang } from './glslang.ts';
import { findDrivers, type LookedAt, thisMachine } from './host-driver/find-drivers.ts';
import { type DriverPreview, previewDriver } from './host-driver/preview-driver.ts';
import { findProgram, missingPackages, prerequisiteFacts } from './prerequisites.ts';
import { qemuProgram } from './qemu-program.ts';
import { findStoreOrder, type StoreOrder, wantsStoreOrder } from './store-order.ts';
import { qemuHasVenus, qemuVersion } from './system-stack.ts';

export interface QemuFacts {
  path: string;
  version: string;
  venus: boolean;
}

/** What is so on this machine: everything that a check of `doctor` may look at. */
export interface MachineFacts {
  /** Node's names: `linux`, `darwin`; `x64`, `arm64`. */
  platform: string;
  arch: string;
  root: boolean;
  memoryMiB: number;
  cacheFolder: string;
  /** Bytes that may still be written there. */
  freeBytes: number;
  apt: boolean;
  /** Debian packages that a build needs. */
  missingPackages: string[];
  glslang: boolean;
  /** Whether bubblewrap can make a sandbox here; null where it is not installed. */
  sandbox: boolean | null;
  kvm: 'absent' | 'denied' | 'openable';
  hvf: boolean;
  /** The machine's own Vulkan drivers: each manifest that its loader would read. */
  vulkanDrivers: LookedAt[];
}

/** What is so for one target on this machine. */
export interface TargetFacts {
  /** The machine's QEMU that the target would use; null where it is not found or the target brings its own tree. */
  qemu: QemuFacts | null;
  /** Whether the host stack is a bundle's. */
  packed: boolean;
  /** Parts in the cache. */
  parts: { part: string; name: string; built: boolean }[];
  /** The plugin that the target's TCG needs; null where it needs none, or none was built yet. */
  storeOrder: StoreOrder | null;
  /** Which host driver a run would have; null where the host is not ours. */
  hostDriver: DriverPreview | null;
  /** Files that the target names and that do not exist. */
  absentFiles: string[];
}

/** Looks at the machine. Runs a few programs that answer at once; builds and boots nothing. */
export function gatherMachineFacts(): MachineFacts {
  const prerequisites = prerequisiteFacts();
  return {
    platform: process.platform,
    arch: process.arch,
    root: prerequisites.root,
    memoryMiB: Math.floor(totalmem() / 1024 ** 2),
    cacheFolder: cacheRoot(),
    freeBytes: freeSpaceAbove(cacheRoot()),
    apt: findProgram('apt-get') !== null,
    missingPackages: missingPackages(prerequisites),
    glslang:
      process.env['GLSLANG_VALIDATOR'] !== undefined ||
      findProgram('glslangValidator') !== null ||
      packagedGlslang() !== null,
    sandbox: sandboxWorks(prerequisites.root),
    kvm: kvmAccess(),
    hvf: process.platform === 'darwin' && answers('sysctl', ['-n', 'kern.hv_support']) === '1',
    vulkanDrivers: findDrivers(thisMachine()),
  };
}

export async function gatherTargetFacts(target: Target, hostDriver?: HostDriverChoice): Promise<TargetFacts> {
  const parts = entriesOf(target).map(({ part, name, inputs }) => ({ part, name, entry: findEntry(name, inputs) }));
  return {
    qemu: target.kind === 'vm' && target.hostStack === 'system' ? qemuFacts(target.qemu ?? qemuProgram(target)) : null,
    packed: parts.some(({ part, entry }) => part === 'host stack' && entry !== null && isPacked(entry)),
    parts: parts.map(({ part, name, entry }) => ({ part, name, built: entry !== null })),
    storeOrder: wantsStoreOrder(target) ? findStoreOrder(target) : null,
    hostDriver: await previewDriver(target, hostDriver),
    absentFiles: namedFiles(target).filter((path) => !existsSync(path)),
  };
}

function namedFiles(target: Target): string[] {
  if (target.kind !== 'vm') return [];
  const own = [target.qemu, target.renderServer].filter((path) => path?.includes('/'));
  const { image } = target;
  const ofImage =
    image.kind === 'disk'
      ? [image.disk, image.kernel, image.initrd, image.ssh.key, image.probes]
      : image.kind === 'running'
        ? [image.ssh.key, image.probes]
        : [];
  return [...own, ...ofImage].filter((path) => path !== undefined);
}

function qemuFacts(named: string): QemuFacts | null {
  const path = findProgram(named);
  return path === null ? null : { path, version: qemuVersion(path), venus: qemuHasVenus(path) };
}

function sandboxWorks(root: boolean): boolean | null {
  if (findProgram('bwrap') === null) return null;
  const user = root ? [] : ['--unshare-user'];
  return (
    answers('bwrap', ['--ro-bind', '/', '/', '--proc', '/proc', '--unshare-pid', ...user, 'echo', 'yes']) === 'yes'
  );
}

/** Whether this machine's KVM can be used. */
export function kvmAccess(): MachineFacts['kvm'] {
  if (!existsSync('/dev/kvm')) return 'absent';
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
    return 'openable';
  } catch {
    return 'denied';
  }
}

function answers(program: string, args: readonly string[]): string {
  const { stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 10_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return (stdout ?? '').trim();
}
