import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { InfraError, messageOf } from '../base/errors.ts';
import { type Member, memberAt } from '../stack/member.ts';
import { tarChunks } from '../stack/tar.ts';
import type { GuestLink } from './guest-link.ts';
import { programParts } from './programs.ts';
import { shellWord } from './shell-words.ts';

/**
 * Copies a folder's members into the guest as a tar stream. Symbolic links are copied as links.
 * @param members `[folder, name]` pairs; the name `.` stands for all that the folder holds.
 * @throws InfraError where the stream does not arrive.
 */
export async function pushFiles(
  link: GuestLink,
  members: readonly (readonly [string, string])[],
  destination: string,
  timeoutMs: number,
): Promise<void> {
  let complaint = '';
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* tarChunks(members.flatMap(([folder, name]): Member[] => memberAt(join(folder, name), name)));
    } catch (error) {
      // The archive ends too early then, and the guest's tar with it.
      complaint = messageOf(error);
    }
  };
  // Compressed: an emulated guest unpacks faster than it decrypts.
  const archive = Readable.from(chunks(), { objectMode: false }).pipe(createGzip());
  const folder = shellWord(destination);
  const unpack = `mkdir -p ${folder} && exec tar -xzf - -C ${folder}`;
  const result = await link.exec(unpack, { timeoutMs, input: archive });
  archive.destroy();
  if (complaint === '' && result.ended === 'exit' && result.code === 0) return;
  const said = [complaint, result.stderr.toString(), result.reason ?? ''].map((text) => text.trim()).filter(Boolean);
  throw new InfraError(`${members.map((member) => join(...member)).join(', ')}: could not be copied into the guest`, {
    tail: said.join('\n'),
    hint: 'Look whether the guest has `tar`, `gzip` and room in its memory.',
  });
}

/**
 * Puts the supervisor and the compiled probes into a running guest.
 * @param built as {@link programParts} wants it.
 * @throws InfraError where a part is missing or the guest cannot take it.
 */
export async function installProbes(link: GuestLink, built: string, base: string, timeoutMs: number): Promise<void> {
  await pushFiles(
    link,
    programParts(built).map((part) => [built, part] as const),
    base,
    timeoutMs,
  );
}
