import { readFileSync, writeFileSync } from 'node:fs';
import type { GuestArch } from '../plan/target.ts';
import { type CpioEntry, entriesOfFolder, writeCpio } from '../stack/cpio.ts';
import { appendable } from '../stack/initrd.ts';
import type { RunKeys } from './keys.ts';

const LIBRARIES: Readonly<Record<GuestArch, string>> = {
  arm64: 'usr/lib/aarch64-linux-gnu',
  x86_64: 'usr/lib/x86_64-linux-gnu',
};
/** Links of the guest's root; a folder of that name in an archive would take their place. */
const MERGED = /^(bin|sbin|lib|lib64)(?=\/|$)/;

export interface GuestChanges {
  keys: RunKeys;
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

function keyEntries(keys: RunKeys): CpioEntry[] {
  return [
    { kind: 'dir', path: 'root', mode: 0o700 },
    { kind: 'dir', path: 'root/.ssh', mode: 0o700 },
    { kind: 'file', path: 'root/.ssh/authorized_keys', mode: 0o600, data: Buffer.from(keys.client.authorizedLine) },
    { kind: 'file', path: 'etc/dropbear/dropbear_ed25519_host_key', mode: 0o600, data: keys.host.dropbearFile },
  ];
}

/**
 * Writes the initramfs of one boot: the image's, then what the person lays over it, then this run's keys. The kernel
 * unpacks the archives in order, and a later file replaces an earlier one.
 */
export function writeGuestInitrd(base: string, arch: GuestArch, changes: GuestChanges, path: string): void {
  const archives = [appendable(readFileSync(base))];
  if (changes.overlay !== undefined) archives.push(writeCpio(overlayEntries(changes.overlay)));
  if (changes.guestDriver !== undefined) {
    const data = readFileSync(changes.guestDriver);
    archives.push(writeCpio([{ kind: 'file', path: `${LIBRARIES[arch]}/libvulkan_virtio.so`, mode: 0o755, data }]));
  }
  archives.push(writeCpio(keyEntries(changes.keys)));
  writeFileSync(path, Buffer.concat(archives));
}
