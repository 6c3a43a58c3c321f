import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../runner/base/paths.ts';

const PARTS = [
  'bin',
  'docs',
  'guest-programs',
  'runner',
  'scripts',
  'suites',
  'vmimages',
  'biome.json',
  'package.json',
];

/** A copy of the sources that a test may change, with this checkout's packages. */
export async function copyTree(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const part of PARTS) await cp(join(packageRoot, part), join(folder, part), { recursive: true });
  await symlink(join(packageRoot, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}
