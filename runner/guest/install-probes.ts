import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { InfraError } from '../base/errors.ts';
import type { GuestLink } from './guest-link.ts';
import { requirePrograms } from './programs.ts';
import { shellWord } from './shell-words.ts';

/**
 * Copies a folder's members into the guest as a tar stream. Symbolic links are copied as links.
 * @param members `[folder, name]` pairs.
 * @throws InfraError where the stream does not arrive.
 */
export async function pushFiles(
  link: GuestLink,
  members: readonly (readonly [string, string])[],
  destination: string,
  timeoutMs: number,
): Promise<void> {
  // Compressed: an emulated guest unpacks faster than it decrypts.
  const args = ['--numeric-owner', '-czf', '-', ...members.flatMap(([folder, name]) => ['-C', folder, name])];
  // macOS would add a second file for the attributes of each.
  const tar = spawn('tar', args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, COPYFILE_DISABLE: '1' } });
  // Node throws away what a process that ended had still in its pipe, unless somebody was reading by then.
  const archive = tar.stdout.pipe(new PassThrough());
  let complaint = '';
  tar.stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(-2000);
  });
  const ended = new Promise<boolean>((resolve) => {
    tar.once('error', (error) => {
      complaint = error.message;
      resolve(false);
    });
    tar.once('close', (code) => resolve(code === 0));
  });
  const folder = shellWord(destination);
  const unpack = `mkdir -p ${folder} && exec tar -xzf - -C ${folder}`;
  const result = await link.exec(unpack, { timeoutMs, input: archive });
  if (result.ended !== 'exit') tar.kill();
  const packed = await ended;
  if (packed && result.ended === 'exit' && result.code === 0) return;
  const said = [complaint, result.stderr.toString(), result.reason ?? ''].map((text) => text.trim()).filter(Boolean);
  throw new InfraError(`${members.map((member) => join(...member)).join(', ')}: could not be copied into the guest`, {
    tail: said.join('\n'),
    hint: 'Look whether the guest has `tar`, `gzip` and room in its memory.',
  });
}

/**
 * Puts the supervisor and the compiled probes into a running guest.
 * @param built as {@link requirePrograms} wants it.
 * @throws InfraError where a part is missing or the guest cannot take it.
 */
export async function installProbes(link: GuestLink, built: string, base: string, timeoutMs: number): Promise<void> {
  await pushFiles(
    link,
    requirePrograms(built).map((part) => [built, part] as const),
    base,
    timeoutMs,
  );
}
