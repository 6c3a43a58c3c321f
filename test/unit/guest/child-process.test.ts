import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeExit, OwnedProcess } from '../../../runner/guest/child-process.ts';
import { isRunning, processTree } from '../../../runner/guest/process-tree.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'child-process-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('OwnedProcess', () => {
  it('keeps output and status of a program that ends by itself', async () => {
    const process = new OwnedProcess(['sh', '-c', 'echo out; echo err >&2; exit 3'], join(folder, 'log'));
    expect(await process.endsWithin(5_000)).toBe(true);
    expect(describeExit(await process.exited)).toBe('status 3');
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('out\nerr\n');
  });

  it('kills the whole tree, a child in a session of its own included', async () => {
    const process = new OwnedProcess(['sh', '-c', 'setsid sleep 61 & sleep 62 & wait'], join(folder, 'log'));
    expect(await process.endsWithin(300)).toBe(false);
    const tree = await process.tree();
    expect(tree.length).toBeGreaterThanOrEqual(3);
    await process.kill();
    expect(tree.filter(isRunning)).toEqual([]);
    expect(describeExit(await process.exited)).toBe('SIGKILL');
  });

  it('says why a program cannot start', async () => {
    const process = new OwnedProcess([join(folder, 'none')], join(folder, 'log'));
    expect(describeExit(await process.exited)).toContain('ENOENT');
    await process.kill();
  });
});

it('the tree of a process that is gone is empty', async () => {
  expect(await processTree(2 ** 30)).toEqual([]);
});
