import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** 16 hexadecimal digits that stand for a value that JSON can write. */
export function contentKey(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** `[path, SHA-256]` of every file under a folder, sorted; what build tools and editors leave behind is passed over. */
export function fileHashes(folder: string): [string, string][] {
  const passedOver = (item: Dirent): boolean => item.name.startsWith('.') || item.name.endsWith('~');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && !passedOver(item))
    .map((item) => join(item.parentPath, item.name));
  return files
    .sort()
    .map((path) => [relative(folder, path), createHash('sha256').update(readFileSync(path)).digest('hex')]);
}
