import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Workspace } from './cli.ts';

/** Nothing of a run may outlive it: process, mount, socket, temporary file. */
export async function expectNothingLeft(space: Workspace): Promise<void> {
  expect(await space.leftovers()).toEqual([]);
  expect(await space.temporaries()).toEqual([]);
  expect((await readFile('/proc/mounts', 'utf8')).split('\n').filter((line) => line.includes(space.dir))).toEqual([]);
  expect((await readFile('/proc/net/unix', 'utf8')).split('\n').filter((line) => line.includes(space.dir))).toEqual([]);
}
