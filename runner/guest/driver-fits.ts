import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { messageOf, UsageError } from '../base/errors.ts';
import type { GuestArch } from '../plan/target.ts';
import { cpioMembers } from '../stack/cpio-members.ts';
import { elfDependencies } from '../stack/elf.ts';
import { overlayEntries } from './guest-initrd.ts';

export interface DriverPlace {
  arch: GuestArch;
  /** The guest image's, compressed. */
  initrd: string;
  /** A folder that is laid over the guest's root. */
  overlay?: string | undefined;
}

const LINK = 0o120000;
const TYPE = 0o170000;

/** The guest's libraries by name; those of the overlay come later, and count. */
function librariesOf({ initrd, overlay }: DriverPlace): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  const links: [name: string, target: string][] = [];
  for (const { path, mode, data } of cpioMembers(zstdDecompressSync(readFileSync(initrd)))) {
    if (!/^usr\/lib\//.test(path)) continue;
    if ((mode & TYPE) === LINK) links.push([basename(path), basename(data.toString('utf8'))]);
    else found.set(basename(path), data);
  }
  for (const entry of overlay === undefined ? [] : overlayEntries(overlay)) {
    if (entry.kind === 'file') found.set(basename(entry.path), entry.data);
    if (entry.kind === 'symlink') links.push([basename(entry.path), basename(entry.target)]);
  }
  for (const [name, target] of links) found.set(name, found.get(name) ?? found.get(target) ?? Buffer.alloc(0));
  return found;
}

/**
 * Whether the guest's dynamic loader can load a driver: one that it cannot is told from one that does not work.
 * @throws UsageError that names what is missing: the architecture, libraries, or versions of their symbols.
 */
export function requireDriverFits(driver: string, place: DriverPlace): void {
  const wrong = (what: string, hint: string): UsageError => new UsageError(`${driver}: ${what}.`, { hint });
  let bytes: Buffer;
  try {
    bytes = readFileSync(driver);
  } catch (error) {
    throw wrong(`cannot be read: ${messageOf(error)}`, 'Name the libvulkan_virtio.so that was built.');
  }
  const wants = elfDependencies(bytes);
  if (!wants) throw wrong('is no 64-bit shared library', 'Name the libvulkan_virtio.so that was built.');
  if (wants.machine !== place.arch)
    throw wrong(
      `is built for ${wants.machine ?? 'another architecture'}, and the guest is ${place.arch}`,
      `Build Mesa for ${place.arch}, or choose a target of the driver’s architecture.`,
    );
  const libraries = librariesOf(place);
  const missing = wants.needed.filter((name) => !libraries.has(name));
  const old = wants.versions.filter(({ library, version }) => {
    const there = libraries.get(library);
    return there !== undefined && !Buffer.from(there).includes(`${version}\0`);
  });
  const lacks = [...missing, ...old.map(({ library, version }) => `${version} in ${library}`)];
  if (lacks.length === 0) return;
  throw wrong(
    `the guest cannot load it, for it lacks ${lacks.join(', ')}`,
    'Build it against the guest’s release, or lay the libraries over the guest with --overlay DIR.',
  );
}
