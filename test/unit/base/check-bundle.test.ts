import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Bundle } from '../../../runner/base/bundle.ts';
import { checkBundle } from '../../../runner/base/check-bundle.ts';

let root: string;
let bundle: Bundle;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'venus-suite-check-'));
  const folder = join(root, 'bundle');
  mkdirSync(join(folder, 'parts'), { recursive: true });
  const files = ['one', 'parts/two'].map((path) => {
    const content = Buffer.from(`content of ${path}`);
    writeFileSync(join(folder, path), content);
    return { path, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  });
  symlinkSync('one', join(folder, 'link'));
  const links = [{ path: 'link', target: 'one' }];
  bundle = { folder, manifest: { format: 1, targets: ['t'], platform: 'linux-x64', revision: null, files, links } };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const check = (): void => checkBundle(bundle, join(root, 'stamps'));
const at = (path: string): string => join(bundle.folder, path);

function flip(path: string): void {
  const bytes = readFileSync(at(path));
  bytes[3] = (bytes[3] ?? 0) ^ 1;
  writeFileSync(at(path), bytes);
}

it('takes what was packed, and needs no place for its stamps', () => {
  expect(check).not.toThrow();
  writeFileSync(join(root, 'file'), '');
  expect(() => checkBundle(bundle, join(root, 'file', 'stamps'))).not.toThrow();
});

it('names a file with a flipped byte, the first time and after a good one, even where its time was set back', () => {
  flip('parts/two');
  expect(check).toThrow(/parts\/two is not what was packed/);
  flip('parts/two');
  expect(check).not.toThrow();
  utimesSync(at('parts/two'), 1000, 1000);
  expect(check).not.toThrow();
  flip('parts/two');
  utimesSync(at('parts/two'), 1000, 1000);
  expect(check).toThrow(/parts\/two is not what was packed/);
  expect(check).toThrow(/parts\/two is not what was packed/);
});

it('names what is missing, short, or another link', () => {
  writeFileSync(at('one'), 'short');
  rmSync(at('parts/two'));
  unlinkSync(at('link'));
  symlinkSync('/etc/passwd', at('link'));
  expect(check).toThrow(/one has 5 bytes, not 14; parts\/two is not there; link is no link to one/);
});
