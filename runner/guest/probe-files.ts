import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatBytes } from '../base/text.ts';
import { isSafeFileName, parseProtocol } from '../judge/protocol.ts';
import { type FetchedFile, LIMITS } from './guest.ts';
import type { GuestLink } from './guest-link.ts';
import { shellWord } from './shell-words.ts';

const NOT_A_FILE = 66;
const IS_A_LINK = 67;

export interface FetchedFiles {
  files: FetchedFile[];
  errors: string[];
}

/** Names that a protocol stream announces, each once; names that could leave their folder are none. */
export function announcedFiles(protocol: string): string[] {
  const names = parseProtocol(protocol).events.flatMap((event) => (event.event === 'file' ? [event.name] : []));
  return [...new Set(names)].filter(isSafeFileName).slice(0, LIMITS.files);
}

/**
 * Fetches files out of a probe's work folder. Only plain files are followed, and no more than LIMITS.file bytes of each
 * is taken; what could not be had is told, not thrown.
 * @param timeoutMs for all of them.
 */
export async function fetchFiles(
  link: GuestLink,
  names: readonly string[],
  work: string,
  into: string,
  timeoutMs: number,
): Promise<FetchedFiles> {
  const deadline = performance.now() + timeoutMs;
  const fetched: FetchedFiles = { files: [], errors: [] };
  for (const name of names) {
    const source = shellWord(`${work}/${name}`);
    const result = await link.exec(
      `[ -L ${source} ] && exit ${IS_A_LINK}; [ -f ${source} ] || exit ${NOT_A_FILE}; exec cat ${source}`,
      { timeoutMs: Math.max(1000, deadline - performance.now()), limits: { stdout: LIMITS.file, stderr: 4096 } },
    );
    if (result.ended === 'exit' && result.code === 0) {
      fetched.files.push(writeFetched(into, name, result.stdout));
    } else {
      fetched.errors.push(`${name}: ${describeFailure(result)}`);
    }
  }
  return fetched;
}

/** Writes a fetched file under a name that was checked. */
export function writeFetched(into: string, name: string, bytes: Buffer): FetchedFile {
  mkdirSync(into, { recursive: true });
  const path = join(into, name);
  writeFileSync(path, bytes);
  return { name, path, bytes: bytes.length };
}

function describeFailure(result: { ended: string; code: number | null; reason: string | null }): string {
  if (result.ended === 'flooded') return `is over the limit of ${formatBytes(LIMITS.file)}`;
  if (result.code === NOT_A_FILE) return 'was announced but is not there';
  if (result.code === IS_A_LINK) return 'is a symbolic link, which is not followed';
  return result.reason ?? `could not be read (status ${result.code})`;
}
