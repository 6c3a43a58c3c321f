import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A program of the fault's own. */
export function script(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A folder that is laid over the guest's root. */
export function overlay(folder: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, 'overlay');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

/** A driver's manifest. */
export function manifest(folder: string, library: string): string {
  const path = join(folder, 'icd.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path,
    JSON.stringify({ file_format_version: '1.0.1', ICD: { library_path: library, api_version: '1.3.0' } }),
  );
  return path;
}
