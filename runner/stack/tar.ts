import { createReadStream, statSync } from 'node:fs';
import type { Member } from './member.ts';

const BLOCK = 512;
const TYPE = { file: '0', dir: '5', symlink: '2' } as const;
/** 1980-01-01: older times are what some programs complain of. Seconds. */
const MODIFIED = 315_532_800;
/** What the header holds of a path or of a link; longer ones go before it, as GNU tar writes them. Bytes. */
const NAME_FIELD = 100;

/**
 * The bytes of a tar archive, piece by piece. The same members give the same bytes: sorted by path, owner 0, one time.
 * Paths longer than 100 bytes are written as GNU tar does; busybox and bsdtar read that too.
 * @throws Error where two members have one path, or a file is not as long as it was said to be.
 */
export async function* tarChunks(members: readonly Member[]): AsyncGenerator<Uint8Array> {
  for (const member of sorted(members)) {
    const path = member.kind === 'dir' ? `${member.path}/` : member.path;
    if (Buffer.byteLength(path) > NAME_FIELD) yield* longName('L', path);
    if (member.kind === 'symlink' && Buffer.byteLength(member.target) > NAME_FIELD) yield* longName('K', member.target);
    const size = member.kind === 'file' ? sizeOf(member.content) : 0;
    const link = member.kind === 'symlink' ? member.target : '';
    yield header({ path, mode: member.kind === 'symlink' ? 0o777 : member.mode, size, type: TYPE[member.kind], link });
    if (member.kind === 'file') yield* body(member, size);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** Bytes of a member's content. */
export function sizeOf(content: string | Uint8Array): number {
  return typeof content === 'string' ? statSync(content).size : content.byteLength;
}

function sorted(members: readonly Member[]): Member[] {
  const inOrder = members.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const twice = inOrder.find(({ path }, index) => path === inOrder[index + 1]?.path);
  if (twice) throw new Error(`two archive members are called ${twice.path}`);
  return inOrder;
}

async function* body(member: Member & { kind: 'file' }, size: number): AsyncGenerator<Uint8Array> {
  let written = 0;
  const chunks = typeof member.content === 'string' ? createReadStream(member.content) : [member.content];
  for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
    written += chunk.byteLength;
    yield chunk;
  }
  if (written !== size) throw new Error(`${member.path} changed while it was packed: ${written} bytes, not ${size}`);
  yield* padding(size);
}

function* padding(size: number): Generator<Uint8Array> {
  if (size % BLOCK > 0) yield Buffer.alloc(BLOCK - (size % BLOCK));
}

/** GNU tar's member before the real one, whose content is the name that does not fit. */
function* longName(type: 'L' | 'K', name: string): Generator<Uint8Array> {
  const text = Buffer.from(`${name}\0`);
  yield header({ path: '././@LongLink', mode: 0, size: text.length, type, link: '' });
  yield text;
  yield* padding(text.length);
}

interface HeaderFields {
  path: string;
  mode: number;
  size: number;
  type: string;
  link: string;
}

/** One block in GNU tar's format. */
function header({ path, mode, size, type, link }: HeaderFields): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number): void => {
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  };
  block.set(Buffer.from(path).subarray(0, NAME_FIELD), 0);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(MODIFIED, 136, 12);
  block.write('        ', 148, 'latin1');
  block.write(type, 156, 'latin1');
  block.set(Buffer.from(link).subarray(0, NAME_FIELD), 157);
  block.write('ustar  \0', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
