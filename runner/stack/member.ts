import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** One member of an archive to be written. `path` has no leading slash; `mode` is the permission bits only. */
export type Member =
  /** `content`: the path of the file that holds it, or the bytes themselves. */
  | { kind: 'file'; path: string; mode: number; content: string | Uint8Array }
  | { kind: 'dir'; path: string; mode: number }
  | { kind: 'symlink'; path: string; target: string };

/**
 * What lies under a folder, as members whose paths begin with `prefix`. Symbolic links stay links; what is neither a
 * file, a folder nor a link is left out.
 */
export function membersOfFolder(folder: string, prefix = ''): Member[] {
  return readdirSync(folder).flatMap((name) =>
    memberAt(join(folder, name), prefix === '' ? name : `${prefix}/${name}`),
  );
}

/** A file or a link, or a folder with all that lies under it, as it shall be called; `.` leaves the folder itself out. */
export function memberAt(source: string, path: string): Member[] {
  const stat = lstatSync(source);
  const mode = stat.mode & 0o7777;
  if (stat.isSymbolicLink()) return [{ kind: 'symlink', path, target: readlinkSync(source) }];
  if (stat.isFile()) return [{ kind: 'file', path, mode, content: source }];
  if (!stat.isDirectory()) return [];
  return path === '.' ? membersOfFolder(source) : [{ kind: 'dir', path, mode }, ...membersOfFolder(source, path)];
}
