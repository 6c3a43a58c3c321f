import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { shippedTargets } from '../../vmimages/targets/index.ts';
import { InfraError, UsageError } from '../base/errors.ts';
import { sourceRevision } from '../base/revision.ts';
import type { Target } from '../plan/target.ts';
import { buildParts } from '../stack/build-parts.ts';
import { ensureProbes } from '../stack/probes.ts';
import type { Progress } from '../stack/progress.ts';
import { bundleMembers } from './bundle-members.ts';
import { bundlePlatform } from './bundle-platform.ts';
import { manifestMember } from './manifest.ts';
import { type ArchiveFiles, PartFiles } from './part-files.ts';
import { type Compression, writeArchive } from './write-archive.ts';

export interface BundleRequest {
  targets: readonly Target[];
  /** The archive; by default named after the platform, in the working folder. */
  out: string | undefined;
  /** Bytes of each part; null for one file. */
  split: number | null;
  level: number;
  lavapipe: boolean;
}

/**
 * Builds what targets need and is not there yet, and packs it.
 * @throws UsageError where the request cannot be met, InfraError where a part cannot be built or written.
 */
export async function makeBundle(request: BundleRequest, progress: Progress): Promise<ArchiveFiles & { top: string }> {
  const { targets, split, level, lavapipe } = request;
  const platform = bundlePlatform(
    targets,
    shippedTargets.map(({ name }) => name),
  );
  const name = `${platform.os}-${platform.cpu}`;
  const top = `venus-suite-${name}`;
  const file = resolve(request.out ?? `${top}.tar.gz`);
  const compression = compressionOf(file);
  requireAbsent(file);
  for (const target of targets) await buildParts(target, progress);
  if (platform.os === 'linux') await ensureProbes('host', progress);
  const members = await bundleMembers({ targets, platform, lavapipe }, progress);
  progress(`hashing ${members.length} files`);
  const manifest = await manifestMember(members, {
    targets: targets.map((target) => target.name),
    platform: name,
    revision: await sourceRevision(),
  });
  const files = await writeArchive({ members: [...members, manifest], top, file, compression, level, split }, progress);
  return { ...files, top };
}

function compressionOf(file: string): Compression {
  const ending = /\.(?:tar\.|t)(gz|xz)$/.exec(file)?.[1];
  if (ending === 'gz' || ending === 'xz') return ending;
  throw new UsageError(`--out ${file}: ends neither in .tar.gz nor in .tar.xz.`, {
    hint: 'The ending says how it is compressed: gz unpacks everywhere, xz is smaller.',
  });
}

function requireAbsent(file: string): void {
  const [there] = PartFiles.existing(file);
  if (there !== undefined) {
    throw new UsageError(`${there} is there already.`, { hint: 'Remove it, or give another file with --out.' });
  }
  if (!existsSync(dirname(file))) {
    throw new InfraError(`${dirname(file)}: there is no such folder`, { hint: 'Make it, or give another with --out.' });
  }
}
