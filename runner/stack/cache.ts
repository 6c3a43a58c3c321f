import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundle, partsOf } from '../base/bundle.ts';
import { InfraError, messageOf } from '../base/errors.ts';
import { cacheRoot } from '../base/paths.ts';
import { processExists } from '../base/process-exists.ts';
import { contentKey } from './content-key.ts';
import { requireSpace } from './disk-space.ts';
import { withLock } from './lock.ts';
import type { Progress } from './progress.ts';

/** Written last: a folder without it was never finished. */
const MANIFEST = 'manifest.json';
const BUILDING = /^\.building-(.+)-(\d+)$/;

export interface Manifest {
  /** For example `guest-forky-arm64`. */
  name: string;
  /** Of everything that decides the content. */
  key: string;
  builtAt: string;
  buildMs: number;
  /** Exact versions: `name version`, sorted. */
  packages: string[];
}

export interface Entry {
  folder: string;
  manifest: Manifest;
}

export interface Build {
  name: string;
  /** Everything that decides the content, as a value that JSON can write. */
  inputs: unknown;
  /** Made of the machine's own files, and so never part of a bundle. */
  ofThisMachine?: true;
  /** Free space that the build takes at its peak, in bytes: in the cache, and in the system's folder for temporary files. */
  needs: { cache: number; temporary: number };
  /** What is about to happen, with sizes and minutes: shown before it starts. */
  announcement: string;
  /** Fills the folder; returns the exact versions of the packages. Files under `log` outlive a failure. */
  make: (folder: string, log: string) => Promise<string[]>;
}

/** The finished entry that these inputs stand for, or null: of the bundle that runs, else of the cache. */
export function findEntry(name: string, inputs: unknown): Entry | null {
  const id = entryName(name, inputs);
  const packed = bundle && readEntry(join(partsOf(bundle), id));
  return packed ?? readEntry(join(cacheRoot(), id));
}

/** Whether an entry lies in the bundle that runs, which is never written to. */
export function isPacked({ folder }: Entry): boolean {
  return bundle !== null && dirname(folder) === partsOf(bundle);
}

/**
 * The entry that these inputs stand for, built if it is not there. Several processes may ask at once: one builds, the
 * others wait. A folder under the final name is always complete.
 * @throws InfraError where there is too little space or the build fails.
 */
export async function ensureEntry(build: Build, progress: Progress): Promise<Entry> {
  const found = findEntry(build.name, build.inputs);
  if (found) return found;
  if (bundle && build.ofThisMachine !== true) {
    throw new InfraError(`this bundle holds no ${build.name}: it was made for ${bundle.manifest.targets.join(', ')}`, {
      hint: 'In a checkout on a Linux machine run `venus-suite bundle --target …` with every target that you need.',
    });
  }
  const root = cacheRoot();
  const id = entryName(build.name, build.inputs);
  makeFolder(join(root, 'logs'));
  const onWait = (pid: number): void => progress(`${build.name}: process ${pid} is building it; waiting for it …`);
  return withLock(join(root, `.lock-${id}`), onWait, async () => {
    const other = readEntry(join(root, id));
    if (other) return other;
    removeLeftovers(root);
    requireSpace(build.name, root, build.needs);
    progress(build.announcement);
    return make(build, root, id);
  });
}

/** All finished entries, by name: those of the bundle that runs first. */
export function listEntries(): Entry[] {
  return [...(bundle ? [partsOf(bundle)] : []), cacheRoot()].flatMap((root) => {
    if (!existsSync(root)) return [];
    return readdirSync(root)
      .sort()
      .flatMap((name) => readEntry(join(root, name)) ?? []);
  });
}

export function removeEntry(entry: Entry): void {
  const doomed = join(cacheRoot(), `.building-removed-${entry.manifest.key}-${process.pid}`);
  renameSync(entry.folder, doomed);
  rmSync(doomed, { recursive: true, force: true });
}

/** Removes what builds that were killed have left. Returns the names. */
export function removeLeftovers(root = cacheRoot()): string[] {
  if (!existsSync(root)) return [];
  const dead = readdirSync(root).filter((name) => {
    const pid = BUILDING.exec(name)?.[2];
    return pid !== undefined && !processExists(Number(pid));
  });
  for (const name of dead) rmSync(join(root, name), { recursive: true, force: true, maxRetries: 3 });
  return dead;
}

async function make(build: Build, root: string, id: string): Promise<Entry> {
  const draft = join(root, `.building-${id}-${process.pid}`);
  const final = join(root, id);
  const began = performance.now();
  rmSync(draft, { recursive: true, force: true });
  makeFolder(draft);
  try {
    const packages = await build.make(draft, join(root, 'logs', `${id}.log`));
    const manifest: Manifest = {
      name: build.name,
      key: contentKey(build.inputs),
      builtAt: new Date().toISOString(),
      buildMs: Math.round(performance.now() - began),
      packages,
    };
    writeFileSync(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    if (readEntry(final) === null) {
      rmSync(final, { recursive: true, force: true });
      renameSync(draft, final);
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  const entry = readEntry(final);
  if (entry === null) throw new InfraError(`${final} vanished while it was being built; start again.`);
  return entry;
}

function entryName(name: string, inputs: unknown): string {
  return `${name}-${contentKey(inputs)}`;
}

function readEntry(folder: string): Entry | null {
  try {
    return { folder, manifest: JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Manifest };
  } catch {
    return null;
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new InfraError(`the cache folder ${path} cannot be made: ${messageOf(error)}`, {
      hint: 'Set $VENUS_SUITE_CACHE to a folder that you may write.',
      cause: error,
    });
  }
}
