import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Duplex, PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { InfraError, messageOf } from '../base/errors.ts';
import { formatBytes } from '../base/text.ts';
import type { Member } from '../stack/member.ts';
import { requirePrograms } from '../stack/prerequisites.ts';
import type { Progress } from '../stack/progress.ts';
import { sizeOf, tarChunks } from '../stack/tar.ts';
import { type ArchiveFiles, PartFiles } from './part-files.ts';

/** By the file's ending. */
export type Compression = 'gz' | 'xz';

export interface ArchiveRequest {
  members: readonly Member[];
  /** The folder that it unpacks to. */
  top: string;
  file: string;
  compression: Compression;
  /** 1 (fast) to 9 (small). */
  level: number;
  /** Bytes of each part; null for one file. */
  split: number | null;
}

/**
 * Writes members as a compressed tar archive, or as its parts. The files appear under their names when all is written.
 * @throws InfraError where there is no room, or the folder cannot be written.
 */
export async function writeArchive(request: ArchiveRequest, progress: Progress): Promise<ArchiveFiles> {
  const { members, top, file, compression, level, split } = request;
  const inTop = members.map((member) => ({ ...member, path: `${top}/${member.path}` }));
  const files = new PartFiles(file, split);
  try {
    const chunks = Readable.from(told(tarChunks(inTop), totalOf(members), progress), { objectMode: false });
    const compressor = compression === 'gz' ? createGzip({ level, memLevel: constants.Z_MAX_MEMLEVEL }) : xz(level);
    await pipeline(chunks, compressor, files.writable());
    return files.finish();
  } catch (error) {
    files.abandon();
    const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new InfraError(`${file} cannot be written: ${full ? 'no space is left' : messageOf(error)}`, {
      hint: 'Give --out a file on a disk with more room, in a folder that you may write.',
      cause: error,
    });
  }
}

function totalOf(members: readonly Member[]): number {
  return members.reduce((sum, member) => sum + (member.kind === 'file' ? sizeOf(member.content) : 0), 0);
}

/** Hands chunks on and tells each tenth of the whole. */
async function* told(chunks: AsyncIterable<Uint8Array>, total: number, progress: Progress): AsyncGenerator<Uint8Array> {
  let done = 0;
  let tenth = 0;
  for await (const chunk of chunks) {
    yield chunk;
    done += chunk.byteLength;
    const now = Math.min(10, Math.floor((done / total) * 10));
    if (now > tenth) progress(`packing: ${now * 10} % of ${formatBytes(total)}`);
    tenth = now;
  }
}

/** In blocks of one size and by two threads everywhere: the bytes follow from both. */
function xz(level: number): Duplex {
  requirePrograms(['xz']);
  const child = spawn('xz', ['-z', '-c', `-${level}`, '-T2', '--block-size=64MiB'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const ended = once(child, 'close') as Promise<[number | null, string | null]>;
  const readable = new PassThrough({
    async flush(callback) {
      const [code, signal] = await ended;
      callback(code === 0 ? null : new Error(`xz ended with ${signal ?? `status ${code}`}: ${complaint.trim()}`));
    },
  });
  child.stdout.pipe(readable);
  child.once('error', (error) => readable.destroy(error));
  return Duplex.from({ writable: child.stdin, readable });
}
