import { basename, dirname } from 'node:path';
import type { SharedFolder } from '../stack/sandbox.ts';

/** Folders that the host stack's tree has as well: one of the machine's over it would hide the tree's own libraries. */
const OF_THE_TREE = /^\/(usr|bin|sbin|lib[^/]*|etc|var)(\/|$)/;

/**
 * What has to be shared with the sandbox so that a file can be used there: with a program its prefix or build folder,
 * where its data and libraries lie.
 */
export function sharedFolderOf(file: string): SharedFolder {
  const folder = dirname(file);
  if (OF_THE_TREE.test(folder) || folder === '/') return { path: file, writable: false };
  const prefix = basename(folder) === 'bin' || basename(folder) === 'libexec' ? dirname(folder) : folder;
  return { path: prefix === '/' ? folder : prefix, writable: false };
}
