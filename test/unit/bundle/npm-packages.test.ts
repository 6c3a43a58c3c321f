import { expect, it } from 'vitest';
import { nodePackage, productionPackages, readLock } from '../../../runner/bundle/npm-packages.ts';

const lock = readLock();
const names = (os: string, cpu: string): string[] => productionPackages(lock, { os, cpu }).map(({ name }) => name);

it('takes the native parts of one platform and no other', () => {
  const native = (list: string[]): string[] => list.filter((name) => name.startsWith('@img/sharp'));
  expect(native(names('linux', 'x64'))).toEqual(['@img/sharp-libvips-linux-x64', '@img/sharp-linux-x64']);
  expect(native(names('darwin', 'arm64'))).toEqual(['@img/sharp-darwin-arm64', '@img/sharp-libvips-darwin-arm64']);
});

it('takes what the runner imports, and neither development tools nor compilers nor a Node', () => {
  const taken = names('linux', 'x64');
  expect(taken).toEqual(expect.arrayContaining(['commander', 'execa', 'sharp', 'ssh2', 'tap-junit', 'zod']));
  expect(taken.filter((name) => /^(typescript|vitest|@biomejs|node-|glslang|cpu-features|nan$)/.test(name))).toEqual(
    [],
  );
});

it('keeps a package that lies inside another apart', () => {
  const paths = productionPackages(lock, { os: 'linux', cpu: 'x64' }).map(({ path }) => path);
  expect(paths).toContain('node_modules/npm-run-path/node_modules/path-key');
});

it('knows the Node of each Linux', () => {
  expect(nodePackage(lock, 'x64')?.version).toMatch(/^24\./);
  expect(nodePackage(lock, 'arm64')?.version).toMatch(/^24\./);
  expect(nodePackage(lock, 'mips')).toBeNull();
});
