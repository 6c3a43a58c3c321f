import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readlinkSync, renameSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle, BundledFile } from './bundle.ts';
import { InfraError } from './errors.ts';

/** How many files an error names. */
const NAMED = 5;

/**
 * Refuses a bundle that is not what was packed. Sizes are compared each time. Checksums are computed where a file is
 * new to this machine or was touched since: what a file system says of every file that passed is kept in `stamps`, a
 * folder that need not exist.
 * @throws InfraError that names the files which differ.
 */
export function checkBundle({ folder, manifest }: Bundle, stamps: string): void {
  const stampFile = join(stamps, `bundle-${digest(Buffer.from(folder)).slice(0, 16)}.json`);
  const known = readStamp(stampFile);
  const seen: Record<string, string> = {};
  const wrong: string[] = [];
  let hashed = 0;
  for (const file of manifest.files) {
    const stat = statSync(join(folder, file.path), { throwIfNoEntry: false });
    const stamp = stat ? `${file.sha256} ${traceOf(stat)}` : '';
    if (known[file.path] !== stamp) {
      const problem = problemOf(join(folder, file.path), file, stat);
      if (problem !== null) wrong.push(`${file.path} ${problem}`);
      hashed += 1;
    }
    seen[file.path] = stamp;
  }
  for (const { path, target } of manifest.links) {
    if (linkTarget(join(folder, path)) !== target) wrong.push(`${path} is no link to ${target}`);
  }
  if (wrong.length > 0) throw damaged(folder, wrong);
  if (hashed > 0) writeStamp(stampFile, stamps, seen);
}

function problemOf(path: string, { bytes, sha256 }: BundledFile, stat: Stats | undefined): string | null {
  if (!stat) return 'is not there';
  if (stat.size !== bytes) return `has ${stat.size} bytes, not ${bytes}`;
  return digest(readFileSync(path)) === sha256 ? null : 'is not what was packed: its checksum differs';
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function damaged(folder: string, wrong: readonly string[]): InfraError {
  const more = wrong.length > NAMED ? ` and ${wrong.length - NAMED} more` : '';
  return new InfraError(`the bundle in ${folder} is damaged: ${wrong.slice(0, NAMED).join('; ')}${more}`, {
    hint: 'Unpack its archive once more, or copy the archive again; nothing in the folder is meant to be changed.',
  });
}

function digest(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Changes whenever somebody writes to the file, even one who sets its time back. */
function traceOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}

function readStamp(path: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

function writeStamp(path: string, folder: string, stamp: Record<string, string>): void {
  try {
    mkdirSync(folder, { recursive: true });
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(stamp));
    renameSync(draft, path);
  } catch {
    // Without a place for it everything is computed again next time.
  }
}
