import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleLayout } from '../base/bundle.ts';
import { packageRoot } from '../base/paths.ts';
import { type Member, memberAt } from '../stack/member.ts';
import type { Progress } from '../stack/progress.ts';
import { fetchPackages } from './fetch-packages.ts';
import { type ChosenPackage, nodePackage, type Platform, productionPackages, readLock } from './npm-packages.ts';

/** What no run reads: types, source maps, documentation, and the sources of what is there compiled. */
const UNREAD = /\.(d\.[cm]?ts|map|md|markdown|h|c|cc|cpp|gypi?)$/i;

/** The npm packages that the runner needs on a platform, where it finds them. */
export async function npmMembers(platform: Platform, progress: Progress): Promise<Member[]> {
  const folders = await foldersOf(productionPackages(readLock(), platform), progress);
  return folders
    .flatMap(([{ path }, folder]) => ownMembers(folder, `${bundleLayout.app}/${path}`))
    .filter(({ kind, path }) => kind !== 'file' || !UNREAD.test(path));
}

/** The file of the packaged Node for Linux. @throws Error where the lock file knows none. */
export async function nodeBinary(cpu: string, progress: Progress): Promise<string> {
  const chosen = nodePackage(readLock(), cpu);
  if (chosen === null) throw new Error(`package-lock.json has no Node for linux-${cpu}`);
  const [[, folder] = [chosen, '']] = await foldersOf([chosen], progress);
  return join(folder, 'bin/node');
}

/** A package without those that lie inside it: they are packages of their own. */
function ownMembers(folder: string, path: string): Member[] {
  const nested = `${path}/node_modules`;
  return memberAt(folder, path).filter((member) => member.path !== nested && !member.path.startsWith(`${nested}/`));
}

/** Where each package lies: installed here, or fetched because it is another platform's. */
async function foldersOf(
  packages: readonly ChosenPackage[],
  progress: Progress,
): Promise<(readonly [ChosenPackage, string])[]> {
  const installed = packages.filter(isInstalled);
  const fetched = packages.filter((chosen) => !isInstalled(chosen));
  const cache = fetched.length === 0 ? '' : await fetchPackages(fetched, progress);
  return [
    ...installed.map((chosen) => [chosen, join(packageRoot, chosen.path)] as const),
    ...fetched.map((chosen) => [chosen, join(cache, chosen.path)] as const),
  ];
}

function isInstalled({ path, version }: ChosenPackage): boolean {
  const manifest = join(packageRoot, path, 'package.json');
  if (!existsSync(manifest)) return false;
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string }).version === version;
}
