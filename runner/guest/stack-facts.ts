import type { StackFacts } from '../record/schema.ts';
import type { HostStack } from '../stack/host-stack.ts';
import type { GuestLink } from './guest-link.ts';
import { CLOCK_MARK, type LogTimes } from './log-times.ts';
import type { DriverIdentity } from './sanity.ts';

const ASK_MS = 15_000;
/** Of level 7: it belongs in the log, not on the console. Who may not write there tells no time. */
const TELL_TIME = `{ echo '<7>${CLOCK_MARK}' >/dev/kmsg; } 2>/dev/null; `;
const ASK =
  'uname -r; while read -r key value unit; do [ "$key" = KernelPageSize: ] && echo "$value" && break; done </proc/self/smaps';

/** What a guest's kernel says of itself; null where it could not be asked. */
export interface KernelFacts {
  release: string | null;
  /** Bytes. */
  pageSize: number | null;
}

export async function askKernel(link: GuestLink, times: LogTimes): Promise<KernelFacts> {
  times.askedKernel();
  const { stdout } = await link.exec(TELL_TIME + ASK, { timeoutMs: ASK_MS });
  const [release = '', kibibytes = ''] = stdout.toString('utf8').split('\n');
  return {
    release: /^[\w.+~-]{1,80}$/.test(release) ? release : null,
    pageSize: /^\d{1,6}$/.test(kibibytes) ? Number(kibibytes) * 1024 : null,
  };
}

/** A package's version in a list of `name version` lines. */
export function packageVersion(packages: readonly string[], name: string): string | null {
  const line = packages.find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? null : line.slice(name.length + 1);
}

/** `Virtio-GPU Venus (NVIDIA H200)` -> `NVIDIA H200`: what the renderer's own driver calls the device. */
export function hostDeviceName(deviceName: string): string {
  return /^Virtio-GPU Venus \((.*)\)$/s.exec(deviceName)?.[1] ?? deviceName;
}

function isLavapipe(deviceName: string | null, host: HostStack | null): boolean {
  return deviceName === null
    ? /\/lvp_icd/.test(host?.vulkanDriver ?? '')
    : /^llvmpipe\b/.test(hostDeviceName(deviceName));
}

/** The Vulkan driver under the renderer: its device's name, and its version where the host stack knows it. */
export function hostDriverOf(deviceName: string | null, host: HostStack | null): string | null {
  const mesa = packageVersion(host?.packages ?? [], 'mesa-vulkan-drivers');
  if (isLavapipe(deviceName, host)) return ['lavapipe', mesa].filter(Boolean).join(' ');
  return deviceName === null ? null : hostDeviceName(deviceName);
}

/**
 * The key of goldens: what decides about pixels. For lavapipe that is Mesa's version on the host, for a GPU its name.
 */
export function profileOf(deviceName: string | null, host: HostStack | null): string {
  if (isLavapipe(deviceName, host)) {
    const version = /^(?:\d+:)?(\d+\.\d+)/.exec(packageVersion(host?.packages ?? [], 'mesa-vulkan-drivers') ?? '')?.[1];
    return version === undefined ? 'lavapipe' : `lavapipe-mesa${version}`;
  }
  if (deviceName === null) return 'unknown';
  const slug = hostDeviceName(deviceName)
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
  return slug === '' ? 'unknown' : slug;
}

export interface FactSources {
  /** Null where nobody knows what is under the guest. */
  host: HostStack | null;
  identity: DriverIdentity;
  kernel: KernelFacts;
  /** QEMU's own word; null without a VM of ours. */
  qemu: string | null;
  accelerator: string | null;
  orderedStores: boolean | null;
  boundedRingSleep: boolean | null;
  /** The target's own key of goldens. */
  profile: string | undefined;
  guestPackages: readonly string[];
  /** Files that stand in for packaged ones, so that a package's version says nothing of them. */
  replaced: { guestDriver: boolean };
  commandLine: readonly string[];
}

export function stackFacts(from: FactSources): StackFacts {
  const { host, identity } = from;
  const packaged = from.replaced.guestDriver ? null : packageVersion(from.guestPackages, 'mesa-vulkan-drivers');
  return {
    qemu: from.qemu,
    virglrenderer: packageVersion(host?.packages ?? [], 'libvirglrenderer1'),
    hostDriver: hostDriverOf(identity.deviceName, host),
    guestKernel: from.kernel.release,
    guestPageSize: from.kernel.pageSize,
    guestMesa: packaged ?? identity.mesa,
    deviceName: identity.deviceName,
    accelerator: from.accelerator,
    orderedStores: from.orderedStores,
    boundedRingSleep: from.boundedRingSleep,
    profile: from.profile ?? profileOf(identity.deviceName, host),
    packages: { guest: [...from.guestPackages], host: [...(host?.packages ?? [])] },
    commandLine: [...from.commandLine],
  };
}
