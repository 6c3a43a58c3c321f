import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sandboxCommand } from '../../../runner/stack/sandbox.ts';

let tree: string;
let work: string;
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'venus-suite-tree-'));
  work = mkdtempSync(join(tmpdir(), 'venus-suite-work-'));
  for (const name of ['bin', 'lib', 'lib64']) {
    mkdirSync(join(tree, 'usr', name), { recursive: true });
    symlinkSync(`usr/${name}`, join(tree, name));
  }
  for (const program of ['sh', 'cat', 'ls', 'touch']) copyProgram(realpathSync(`/bin/${program}`), program);
  mkdirSync(join(tree, 'etc'));
  writeFileSync(join(tree, 'etc/mark'), 'of the tree');
});
afterEach(() => {
  rmSync(tree, { recursive: true, force: true });
  rmSync(work, { recursive: true, force: true });
});

/** Copies a program of this machine with the libraries that it needs. */
function copyProgram(path: string, name: string): void {
  copyFileSync(path, join(tree, 'usr/bin', name));
  for (const [library] of execFileSync('ldd', [path], { encoding: 'utf8' }).matchAll(/\/\S+/g)) {
    const target = join(tree, library.replace(/^\/(usr\/)?/, 'usr/'));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(library, target);
  }
}

function runInside(script: string, options: Parameters<typeof sandboxCommand>[2] = {}, cwd = '/'): string {
  const [program = '', ...args] = sandboxCommand(tree, ['sh', '-c', script], options);
  return execFileSync(program, args, { encoding: 'utf8', cwd }).trim();
}

it("shows the tree's files and hides the machine's and the environment", () => {
  process.env['VENUS_SUITE_LEAK'] = 'leaked';
  const seen = runInside('cat /etc/mark; echo; ls /; echo "leak:$VENUS_SUITE_LEAK given:$GIVEN"', {
    env: { GIVEN: 'a b' },
  });
  delete process.env['VENUS_SUITE_LEAK'];
  expect(seen).toContain('of the tree');
  expect(seen).toContain('leak: given:a b');
  expect(seen.split('\n')).not.toContain('home');
});

it('writes to shared folders that are writable, and nowhere else', () => {
  writeFileSync(join(work, 'in'), 'from outside');
  mkdirSync(join(work, 'fixed'));
  const script = `cat in > out; touch fixed/x 2>/dev/null || echo fixed-refused; touch /etc/x 2>/dev/null || echo etc-refused; touch /tmp/x`;
  const seen = runInside(`cd ${work}; ${script}`, {
    folders: [
      { path: work, writable: true },
      { path: join(work, 'fixed'), writable: false },
    ],
  });
  expect(readFileSync(join(work, 'out'), 'utf8')).toBe('from outside');
  expect(seen.split('\n')).toEqual(['fixed-refused', 'etc-refused']);
  expect(existsSync(join(tree, 'etc/x'))).toBe(false);
});

it('stays in the folder that it is started in, where that is shared', () => {
  expect(runInside('touch here', { folders: [{ path: work, writable: true }] }, work)).toBe('');
  expect(existsSync(join(work, 'here'))).toBe(true);
});

it('can be asked for a user namespace, which an ordinary user needs', () => {
  expect(sandboxCommand(tree, ['true'], {}, false)).toContain('--unshare-user');
  expect(sandboxCommand(tree, ['true'], {}, true)).not.toContain('--unshare-user');
});
