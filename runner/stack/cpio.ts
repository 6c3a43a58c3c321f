import { readFileSync } from 'node:fs';
import { type Member, membersOfFolder } from './member.ts';

/** One member of an archive. `path` has no leading slash; `mode` is the permission bits only. */
export type CpioEntry =
  | { kind: 'file'; path: string; mode: number; data: Uint8Array }
  | { kind: 'dir'; path: string; mode: number }
  | { kind: 'symlink'; path: string; target: string };

const TYPE_BITS = { file: 0o100000, dir: 0o040000, symlink: 0o120000 } as const;

/**
 * Writes a "newc" archive as the kernel's initramfs unpacker reads it. The same entries give the same bytes: sorted,
 * owner 0, time 0. Missing parent folders are added with mode 755. The size is a multiple of 512 bytes, so that
 * archives can be concatenated.
 * @throws Error where two entries have one path.
 */
export function writeCpio(entries: readonly CpioEntry[]): Buffer {
  const parts: Buffer[] = [];
  let size = 0;
  const push = (part: Uint8Array): void => {
    parts.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
    size += part.byteLength;
  };
  const pad = (multiple: number): void => {
    const rest = size % multiple;
    if (rest > 0) push(Buffer.alloc(multiple - rest));
  };

  sortedWithParents(entries).forEach((entry, index) => {
    const body = bodyOf(entry);
    const mode = TYPE_BITS[entry.kind] | (entry.kind === 'symlink' ? 0o777 : entry.mode);
    push(memberHead(entry.path, index + 1, mode, entry.kind === 'dir' ? 2 : 1, body.byteLength));
    pad(4);
    push(body);
    pad(4);
  });
  push(memberHead('TRAILER!!!', 0, 0, 1, 0));
  pad(512);
  return Buffer.concat(parts, size);
}

/** The entries of a folder, read into memory. See membersOfFolder. */
export function entriesOfFolder(folder: string, prefix = ''): CpioEntry[] {
  return membersOfFolder(folder, prefix).map(toCpioEntry);
}

export function toCpioEntry(member: Member): CpioEntry {
  if (member.kind !== 'file') return member;
  const { path, mode, content } = member;
  return { kind: 'file', path, mode, data: typeof content === 'string' ? readFileSync(content) : content };
}

function sortedWithParents(entries: readonly CpioEntry[]): CpioEntry[] {
  const byPath = new Map<string, CpioEntry>();
  for (const entry of entries) {
    if (byPath.has(entry.path)) throw new Error(`two archive members are called ${entry.path}`);
    byPath.set(entry.path, entry);
  }
  for (const { path } of entries) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const parent = path.slice(0, slash);
      if (!byPath.has(parent)) byPath.set(parent, { kind: 'dir', path: parent, mode: 0o755 });
    }
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function bodyOf(entry: CpioEntry): Uint8Array {
  if (entry.kind === 'file') return entry.data;
  return entry.kind === 'symlink' ? Buffer.from(entry.target) : Buffer.alloc(0);
}

function memberHead(path: string, inode: number, mode: number, links: number, size: number): Buffer {
  const name = Buffer.from(`${path}\0`);
  const fields = [inode, mode, 0, 0, links, 0, size, 0, 0, 0, 0, name.byteLength, 0];
  const hex = fields.map((value) => value.toString(16).toUpperCase().padStart(8, '0')).join('');
  return Buffer.concat([Buffer.from(`070701${hex}`), name]);
}
