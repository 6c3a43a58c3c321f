import './home.ts';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';

function findPackageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json not found above the runner');
    folder = parent;
  }
  return folder;
}

/** The root of the checkout or of the installed package: guest-programs, golden and vmimages lie in it. */
export const packageRoot = findPackageRoot();

/** Where host stacks, guest images and built probes are kept. `$VENUS_SUITE_CACHE` overrides the user's cache folder. */
export function cacheRoot(): string {
  const override = process.env['VENUS_SUITE_CACHE'];
  return override ? resolve(override) : envPaths('venus-suite', { suffix: '' }).cache;
}

/** Where run records are written unless `--out` says otherwise. */
export function runsRoot(): string {
  return resolve(process.env['VENUS_SUITE_RUNS'] ?? 'runs');
}

/** Where what must outlive a cache is kept: the history. `$VENUS_SUITE_DATA` overrides the user's data folder. */
export function dataRoot(): string {
  const override = process.env['VENUS_SUITE_DATA'];
  return override ? resolve(override) : envPaths('venus-suite', { suffix: '' }).data;
}
