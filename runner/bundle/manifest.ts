import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { BUNDLE_MANIFEST, type BundledFile, type BundleManifest } from '../base/bundle.ts';
import type { Member } from '../stack/member.ts';
import { sizeOf } from '../stack/tar.ts';

/** The list of a bundle's content, as a member of it. */
export async function manifestMember(
  members: readonly Member[],
  head: Omit<BundleManifest, 'format' | 'files' | 'links'>,
): Promise<Member> {
  const files: BundledFile[] = [];
  for (const member of members) {
    if (member.kind !== 'file') continue;
    const { path, content } = member;
    files.push({ path, bytes: sizeOf(content), sha256: await digest(content) });
  }
  const links = members.flatMap((member) =>
    member.kind === 'symlink' ? [{ path: member.path, target: member.target }] : [],
  );
  const manifest: BundleManifest = { format: 1, ...head, files: files.toSorted(byPath), links: links.toSorted(byPath) };
  const content = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  return { kind: 'file', path: BUNDLE_MANIFEST, mode: 0o644, content };
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : 1;
}

async function digest(content: string | Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  if (typeof content === 'string') for await (const chunk of createReadStream(content)) hash.update(chunk as Buffer);
  else hash.update(content);
  return hash.digest('hex');
}
