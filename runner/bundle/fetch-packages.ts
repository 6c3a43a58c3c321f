import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InfraError, messageOf } from '../base/errors.ts';
import { ensureEntry } from '../stack/cache.ts';
import { requirePrograms } from '../stack/prerequisites.ts';
import type { Progress } from '../stack/progress.ts';
import type { ChosenPackage } from './npm-packages.ts';

const run = promisify(execFile);

/**
 * Packages that are not installed here, fetched by npm and kept in the cache.
 * @returns a folder in which each lies under its `path`.
 * @throws InfraError where npm does not get one, or it is not what package-lock.json says.
 */
export async function fetchPackages(packages: readonly ChosenPackage[], progress: Progress): Promise<string> {
  const entry = await ensureEntry(
    {
      name: 'npm',
      inputs: packages,
      needs: { cache: 200 << 20, temporary: 0 },
      announcement: `Fetching ${packages.map(({ name }) => name).join(', ')} by npm (about 20 MB) …`,
      make: async (folder) => {
        requirePrograms(['npm', 'tar', 'gzip']);
        for (const chosen of packages) await fetchOne(chosen, folder);
        return packages.map(({ name, version }) => `${name} ${version}`).toSorted();
      },
    },
    progress,
  );
  return entry.folder;
}

async function fetchOne({ name, version, integrity, path }: ChosenPackage, folder: string): Promise<void> {
  const archive = join(folder, await npmPack(`${name}@${version}`, folder));
  const sha512 = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (integrity !== `sha512-${sha512}`) {
    throw new InfraError(`${name}@${version}: the registry’s archive is not what package-lock.json says`, {
      hint: 'Look which registry npm is set to use: `npm config get registry`.',
    });
  }
  const place = join(folder, path);
  mkdirSync(place, { recursive: true });
  await run('tar', ['-xzf', archive, '-C', place, '--strip-components=1', '--no-same-owner']);
  rmSync(archive);
}

/** @returns the archive's name in the folder. */
async function npmPack(what: string, folder: string): Promise<string> {
  try {
    const { stdout } = await run('npm', ['pack', what, '--json', '--pack-destination', folder], { cwd: folder });
    const [packed] = JSON.parse(stdout) as { filename: string }[];
    if (!packed) throw new Error('npm names no archive');
    return packed.filename;
  } catch (error) {
    throw new InfraError(`${what} cannot be fetched: ${messageOf(error)}`, {
      hint: 'A bundle for another platform takes that platform’s packages from the registry: mend the network, or the registry setting of npm.',
      cause: error,
    });
  }
}
