import { join } from 'node:path';
import { bundleLayout } from '../base/bundle.ts';
import type { BuiltImage } from '../plan/target.ts';
import { type Entry, findEntry } from '../stack/cache.ts';
import { guestEntry } from '../stack/guest-image.ts';
import { type Member, memberAt, membersOfFolder } from '../stack/member.ts';

/** When and how fast an entry was built is no part of what it is: two machines would pack other bytes. */
const BUILT_AT = '1980-01-01T00:00:00.000Z';

/** The folder of an entry in the bundle. */
export function partFolder({ manifest: { name, key } }: Entry): string {
  return `${bundleLayout.parts}/${name}-${key}`;
}

/** An entry's own description, as a bundle has it. */
export function partManifest(entry: Entry): Member {
  const manifest = { ...entry.manifest, builtAt: BUILT_AT, buildMs: 0 };
  const content = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  return { kind: 'file', path: `${partFolder(entry)}/manifest.json`, mode: 0o644, content };
}

/** All of an entry of the cache. */
export function wholePart(entry: Entry): Member[] {
  const folder = partFolder(entry);
  const files = membersOfFolder(entry.folder, folder).filter(({ path }) => path !== `${folder}/manifest.json`);
  return [...files, partManifest(entry)];
}

/** The kernels and initramfs of a release that images name; its other kernels stay behind. */
export function guestParts(images: readonly BuiltImage[]): Member[] {
  const byFolder = new Map<string, { entry: Entry; kernels: Set<string> }>();
  for (const image of images) {
    const entry = requireEntry(guestEntry(image));
    const known = byFolder.get(entry.folder) ?? { entry, kernels: new Set() };
    known.kernels.add(image.kernel);
    byFolder.set(entry.folder, known);
  }
  return [...byFolder.values()].flatMap(({ entry, kernels }) => [
    ...[...kernels].flatMap((kernel) =>
      [`kernel-${kernel}`, `initrd-${kernel}`].flatMap((name) =>
        memberAt(join(entry.folder, name), `${partFolder(entry)}/${name}`),
      ),
    ),
    partManifest(entry),
  ]);
}

/** @throws Error where it was not built before. */
export function requireEntry({ name, inputs }: { name: string; inputs: unknown }): Entry {
  const entry = findEntry(name, inputs);
  if (entry === null) throw new Error(`${name} is not in the cache`);
  return entry;
}
