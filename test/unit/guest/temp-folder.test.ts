import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../runner/base/paths.ts';
import { reapStaleFolders, TempFolder } from '../../../runner/guest/temp-folder.ts';

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'temp-folder-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

/** The number of a process that has just ended. */
const deadPid = (): number => spawnSync('true').pid;

function staleFolder(children = ''): string {
  const path = join(parent, 'venus-suite-vm-dead');
  mkdirSync(path);
  writeFileSync(join(path, 'runner.pid'), String(deadPid()));
  writeFileSync(join(path, 'children'), children);
  return path;
}

describe('TempFolder', () => {
  it('is private, and gone after remove', () => {
    const folder = TempFolder.create(parent);
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    folder.remove();
    folder.remove();
    expect(existsSync(folder.path)).toBe(false);
  });
});

describe('a process that ends at once', () => {
  it('takes its folders along, and what it started in them', () => {
    const program = `
      import { spawn } from 'node:child_process';
      import { TempFolder } from ${JSON.stringify(join(packageRoot, 'runner', 'guest', 'temp-folder.ts'))};
      const folder = TempFolder.create(${JSON.stringify(parent)});
      // Only a process whose command line names the folder is ended.
      const child = spawn('sh', ['-c', 'sleep 60', folder.path], { detached: true, stdio: 'ignore' });
      folder.addChild(child.pid);
      console.log(child.pid);
      process.exit(3);
    `;
    const ended = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    expect(ended.status, ended.stderr).toBe(3);
    expect(readdirSync(parent)).toEqual([]);
    const state = spawnSync('ps', ['-o', 'stat=', '-p', ended.stdout.trim()], { encoding: 'utf8' }).stdout.trim();
    // A zombie is nobody's any more: it waits for whoever reaps orphans.
    expect(state === '' || state.startsWith('Z'), state).toBe(true);
  });
});

describe('reapStaleFolders', () => {
  it('removes those of dead runners, and no others', () => {
    const mine = TempFolder.create(parent);
    const stale = staleFolder();
    const foreign = join(parent, 'venus-suite-other');
    mkdirSync(foreign);
    expect(reapStaleFolders(parent)).toEqual([stale]);
    expect(existsSync(mine.path)).toBe(true);
    expect(existsSync(foreign)).toBe(true);
  });

  it('ends what a dead runner left behind, but not a process that only has the same number', async () => {
    const orphan = spawn('sh', ['-c', 'sleep 60; : "$1"', 'sh', join(parent, 'venus-suite-vm-dead/qmp')], {
      detached: true,
    });
    const innocent = spawn('sleep', ['60'], { detached: true });
    const ended = new Promise<string | null>((resolve) => orphan.once('exit', (_, signal) => resolve(signal)));
    staleFolder(`${orphan.pid}\n${innocent.pid}\n`);
    reapStaleFolders(parent);
    expect(await ended).toBe('SIGKILL');
    expect(innocent.exitCode).toBeNull();
    expect(innocent.kill('SIGKILL')).toBe(true);
  });
});
