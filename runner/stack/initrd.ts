import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { InfraError } from '../base/errors.ts';
import { type CpioEntry, writeCpio } from './cpio.ts';

/** The kernel takes an archive after this one only where it begins at a multiple of this. Bytes. */
const ALIGNMENT = 4;

/**
 * Writes entries as a compressed initramfs to which further archives may be appended.
 * @throws InfraError where zstd fails.
 */
export async function writeInitrd(entries: readonly CpioEntry[], path: string): Promise<void> {
  // Level 10: level 19 saves a twentieth and takes ten times as long.
  const zstd = spawn('zstd', ['-q', '-f', '-10', '-T0', '-o', path], { stdio: ['pipe', 'ignore', 'pipe'] });
  const complaints: Buffer[] = [];
  zstd.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  zstd.stdin.on('error', (error) => complaints.push(Buffer.from(error.message)));
  zstd.stdin.end(writeCpio(entries));
  const [code] = (await once(zstd, 'close')) as [number | null];
  if (code !== 0) throw new InfraError(`zstd could not write ${path}: ${Buffer.concat(complaints).toString()}`);
  const packed = await readFile(path);
  await writeFile(path, appendable(packed));
}

/** The archive padded so that another may follow it. */
export function appendable(archive: Buffer): Buffer {
  return Buffer.concat([archive, Buffer.alloc((ALIGNMENT - (archive.length % ALIGNMENT)) % ALIGNMENT)]);
}
