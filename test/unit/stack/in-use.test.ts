import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../runner/base/paths.ts';
import { foldersInUse } from '../../../runner/stack/in-use.ts';

let cache = '';
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'venus-suite-test-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

const program = `
  import { readdirSync } from 'node:fs';
  import { markInUse } from ${JSON.stringify(join(packageRoot, 'runner', 'stack', 'in-use.ts'))};
  markInUse(['/a', '/b']);
  console.log(readdirSync(process.env.VENUS_SUITE_CACHE).length);
`;

describe('marks of use', () => {
  it('are there while the process lives, and gone with it', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      env: { ...process.env, VENUS_SUITE_CACHE: cache },
      encoding: 'utf8',
    });
    expect(stdout.trim(), stderr).toBe('1');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('name the folders of a living process, and are removed where it is dead', () => {
    const dead = spawnSync('true').pid;
    writeFileSync(join(cache, `.in-use-${process.pid}`), '/x/one\n/x/two');
    writeFileSync(join(cache, `.in-use-${dead}`), '/x/three');
    expect(foldersInUse(cache)).toEqual(
      new Map([
        ['/x/one', process.pid],
        ['/x/two', process.pid],
      ]),
    );
    expect(existsSync(join(cache, `.in-use-${dead}`))).toBe(false);
  });
});
