import { readFileSync, writeFileSync } from 'node:fs';
import type { GuestArch } from '../plan/target.ts';
import { type CpioEntry, entriesOfFolder, writeCpio } from '../stack/cpio.ts';
import { appendable } from '../stack/initrd.ts';
import type { RunKeys } from './keys.ts';
import { programParts } from './programs.ts';

const LIBRARIES: Readonly<Record<GuestArch, string>> = {
  arm64: 'usr/lib/aarch64-linux-gnu',
  x86_64: 'usr/lib/x86_64-linux-gnu',
};
/** Links of the guest's root; a folder of that name in an archive would take their place. */
const MERGED = /^(bin|sbin|lib|lib64)(?=\/|$)/;

export interface GuestChanges {
  keys: RunKeys;
  /** Where the supervisor and the probes were built, and the guest's folder for them. */
  programs?: { built: string; folder: string };
  /** A folder whose files are laid over the guest's root. */
  overlay?: string;
  /** A libvulkan_virtio.so in place of the guest's. */
  guestDriver?: string;
}

/** A folder's entries as they are laid over the guest's root; its folders keep the modes that the guest gives them. */
export function overlayEntries(folder: string): CpioEntry[] {
  return entriesOfFolder(folder)
    .filter((entry) => entry.kind !== 'dir')
    .map((entry) => ({ ...entry, path: entry.path.replace(MERGED, 'usr/$1') }));
}

/** Not compressed: the kernel unpacks it beside other work, and an emulated one takes longer to inflate than to copy. */
function programEntries(built: string, folder: string): CpioEntry[] {
  const parts = programParts(built);
  const prefix = folder.slice(1);
  return entriesOfFolder(built, prefix).filter(({ path }) =>
    parts.includes(path.slice(prefix.length + 1).split('/')[0] ?? ''),
  );
}

function keyEntries(keys: RunKeys): CpioEntry[] {
  return [
    { kind: 'dir', path: 'root', mode: 0o700 },
    { kind: 'dir', path: 'root/.ssh', mode: 0o700 },
    { kind: 'file', path: 'root/.ssh/authorized_keys', mode: 0o600, data: Buffer.from(keys.client.authorizedLine) },
    { kind: 'file', path: 'etc/dropbear/dropbear_ed25519_host_key', mode: 0o600, data: keys.host.dropbearFile },
  ];
}

/**
 * Writes the initramfs of one boot: the image's, then the probes, what the person lays over it, and this run's keys. The
 * kernel unpacks the archives in order, and a later file replaces an earlier one.
 */
export function writeGuestInitrd(base: string, arch: GuestArch, changes: GuestChanges, path: string): void {
  const archives = [appendable(readFileSync(base))];
  if (changes.programs !== undefined) {
    const { built, folder } = changes.programs;
    archives.push(writeCpio(programEntries(built, folder)));
  }
  if (changes.overlay !== undefined) archives.push(writeCpio(overlayEntries(changes.overlay)));
  if (changes.guestDriver !== undefined) {
    const data = readFileSync(changes.guestDriver);
    archives.push(writeCpio([{ kind: 'file', path: `${LIBRARIES[arch]}/libvulkan_virtio.so`, mode: 0o755, data }]));
  }
  archives.push(writeCpio(keyEntries(changes.keys)));
  writeFileSync(path, Buffer.concat(archives));
}
