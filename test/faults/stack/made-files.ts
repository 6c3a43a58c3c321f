import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hostRecipe } from '../../../runner/stack/host-stack.ts';
import { target } from '../bench-target.ts';
import { FAULT_VARIABLE, HOST_PROCESS_LIBRARY } from '../build-parts.ts';
import type { FaultParts } from '../fault.ts';

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

/** QEMU's or the render server's program with a fault inside it, which the library that it loads first is told by name. */
export function broken({ folder, layer }: FaultParts, program: string, fault: string): string {
  mkdirSync(folder, { recursive: true });
  // Beside the script: that folder is what the sandbox has.
  const library = join(folder, HOST_PROCESS_LIBRARY);
  copyFileSync(join(layer, HOST_PROCESS_LIBRARY), library);
  const environment = `export ${FAULT_VARIABLE}=${fault} LD_PRELOAD="$LD_PRELOAD:${library}"`;
  return script(folder, 'program', `${environment}\nexec ${program} "$@"`);
}

/** The render server of the bench's own host stack. */
export function renderServerProgram(): string {
  if (target.hostStack === 'system') throw new Error('the bench has a host stack of its own');
  return hostRecipe(target.hostStack).paths.renderServer;
}
