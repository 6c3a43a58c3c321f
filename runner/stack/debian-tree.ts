import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { InfraError } from '../base/errors.ts';
import { tailLines } from '../base/text.ts';
import { spawnMmdebstrap } from './mmdebstrap.ts';
import { requirePrograms } from './prerequisites.ts';
import type { Phases } from './progress.ts';

export interface TreeRequest {
  release: string;
  /** Debian's name. A foreign one only with `extract`, which runs nothing of it. */
  arch: string;
  /** `apt`: installed, maintainer scripts run; `extract`: only unpacked. */
  variant: 'apt' | 'extract';
  packages: readonly string[];
  folder: string;
  /** A folder for temporary files, used as root; it need not exist, and is left to the caller. */
  temporary: string;
  log: string;
}

/** mmdebstrap's own words for what it does, told to the person in order. */
const PHASES: readonly [pattern: RegExp, phase: string][] = [
  [/running apt-get update/, 'reading package lists'],
  [/downloading packages/, 'downloading packages'],
  [/extracting archives/, 'unpacking packages'],
  [/installing essential/, 'installing packages'],
  [/creating tarball/, 'copying the tree into the cache'],
];
export const TREE_PHASES = { apt: 5, extract: 4 } as const;

/** `extract` keeps no list of what it unpacked, so the archives' names are told before they are deleted. */
const TELL_ARCHIVES = 'for deb in "$1"/var/cache/apt/archives/*.deb; do echo "archive: $(basename "$deb")" >&2; done';

/**
 * Fills `folder` with a Debian root file system and returns its packages, `name version`, sorted. Works as root and,
 * where user namespaces allow it, as an ordinary user, who then owns all files.
 * @throws InfraError with the log's path and tail.
 */
export async function makeDebianTree(request: TreeRequest, phases: Phases): Promise<string[]> {
  const root = process.getuid?.() === 0;
  requirePrograms(['mmdebstrap', 'setpriv', 'tar', ...(root ? ['unshare'] : ['newuidmap'])]);
  mkdirSync(request.folder, { recursive: true });
  const log = createWriteStream(request.log);
  const maker = spawnMmdebstrap(mmdebstrapArguments(request), request.temporary, root);
  // Unpacked from a tar file, because in a user namespace a tree would belong to ids that the user cannot delete.
  const tar = ['tar', '-x', '--no-same-owner', '--exclude=./dev/*', '-C', request.folder];
  const unpacker = spawn('setpriv', ['--pdeathsig', 'KILL', ...tar], { stdio: [maker.stdout, 'ignore', 'pipe'] });
  // This process's end of the pipe: left open, it would keep mmdebstrap from being seen to end.
  maker.stdout.destroy();
  const archives: string[] = [];
  createInterface({ input: maker.stderr }).on('line', (line) => {
    log.write(`${line}\n`);
    const archive = /^archive: (.+)\.deb$/.exec(line)?.[1];
    if (archive !== undefined) archives.push(archive);
    const phase = PHASES.find(([pattern]) => pattern.test(line))?.[1];
    if (phase !== undefined) phases.next(phase);
  });
  unpacker.stderr.on('data', (chunk: Buffer) => log.write(chunk));
  const [made, unpacked] = await Promise.all([ended(maker), ended(unpacker)]);
  await new Promise((resolve) => log.end(resolve));
  if (made !== null || unpacked !== null) {
    throw treeError(request, made === null ? `tar ${unpacked}` : `mmdebstrap ${made}`);
  }
  return request.variant === 'extract' ? archives.map(packageOfArchive).sort() : installedPackages(request.folder);
}

function mmdebstrapArguments({ release, arch, variant, packages }: TreeRequest): string[] {
  return [
    `--variant=${variant}`,
    `--arch=${arch}`,
    // A release in development is a snapshot that may be older than its own date says.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    '--aptopt=Acquire::Retries "3"',
    `--include=${packages.join(',')}`,
    `--extract-hook=${TELL_ARCHIVES}`,
    '--format=tar',
    release,
    '-',
  ];
}

/** Null for success, else how it ended. */
async function ended(child: ChildProcess): Promise<string | null> {
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    return code === 0 ? null : signal === null ? `ended with status ${code}` : `was ended by ${signal}`;
  } catch (error) {
    return `did not start: ${(error as Error).message}`;
  }
}

function treeError(request: TreeRequest, what: string): InfraError {
  const text = readFileSync(request.log, 'utf8');
  const tail = tailLines(text, 15);
  return new InfraError(`${what} while it made a ${request.release} ${request.arch} tree; its log is ${request.log}`, {
    tail,
    hint: hintFor(text),
  });
}

function hintFor(log: string): string {
  if (/newuidmap|subuid|unshare|user namespaces/i.test(log)) {
    return 'User namespaces are not to be had here: install uidmap and give the user a range in /etc/subuid and /etc/subgid, or build as root.';
  }
  if (/No space left/i.test(log))
    return 'Free some disk space, or set $TMPDIR and $VENUS_SUITE_CACHE to a larger disk.';
  if (/Could not resolve|Failed to fetch|Unable to connect|Connection/i.test(log)) {
    return 'The Debian mirror was not reached: mend the network or the proxy (apt uses $http_proxy), then start again.';
  }
  return 'Read the log; then start again.';
}

/** `libc6_2.43-7_arm64`, with an epoch's colon written %3a, is `libc6 2.43-7`. */
function packageOfArchive(archive: string): string {
  const [name = archive, version = ''] = archive.split('_');
  return `${name} ${decodeURIComponent(version)}`;
}

function installedPackages(tree: string): string[] {
  const status = join(tree, 'var/lib/dpkg/status');
  if (!existsSync(status)) return [];
  return readFileSync(status, 'utf8')
    .split('\n\n')
    .flatMap((paragraph) => {
      const name = /^Package: (.+)$/m.exec(paragraph)?.[1];
      const version = /^Version: (.+)$/m.exec(paragraph)?.[1];
      return name !== undefined && version !== undefined ? [`${name} ${version}`] : [];
    })
    .sort();
}
