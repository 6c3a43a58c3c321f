import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InfraError, messageOf } from '../base/errors.ts';
import { packageRoot } from '../base/paths.ts';
import type { Target, VmTarget } from '../plan/target.ts';
import { ensureEntry, findEntry } from './cache.ts';
import { findProgram } from './prerequisites.ts';
import type { Progress } from './progress.ts';

/** Raise it when the code that builds the library changes what comes out. */
const FORMAT = 1;
const SOURCE = join(packageRoot, 'host-programs', 'ring-sleep.c');
const LIBRARY = 'ring-sleep.so';

/** Whether a target asks for it, and this machine's render server can be given a library to load. */
export function wantsRingSleep(target: Target, platform = process.platform): target is VmTarget {
  if (target.kind !== 'vm' || target.boundedRingSleep !== true || target.image.kind === 'running') return false;
  return platform === 'linux';
}

/** The name and the inputs of the cache entry. */
export function ringSleepPart(): { name: string; inputs: unknown } {
  return { name: `ring-sleep-${process.arch}`, inputs: { format: FORMAT, source: readFileSync(SOURCE, 'utf8') } };
}

/**
 * The library that bounds the sleep of Venus' rings on the host, built where it is not there yet.
 * @returns its path; null where it is not there and cannot be built: the guest then hangs once in a while.
 */
export async function ensureRingSleep(progress: Progress): Promise<string | null> {
  const part = ringSleepPart();
  if (findEntry(part.name, part.inputs) === null && findProgram('gcc') === null) return null;
  const { folder } = await ensureEntry(
    {
      ...part,
      needs: { cache: 1 << 20, temporary: 1 << 20 },
      announcement: `Building ${part.name}: what keeps Venus' rings from sleeping through a lost wake-up (1 s) …`,
      make: async (draft) => {
        await compile(join(draft, LIBRARY));
        return [];
      },
    },
    progress,
  );
  return join(folder, LIBRARY);
}

async function compile(library: string): Promise<void> {
  const flags = ['-std=c11', '-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-fvisibility=hidden'];
  try {
    await promisify(execFile)('gcc', [...flags, SOURCE, '-o', library, '-ldl', '-pthread']);
  } catch (error) {
    throw new InfraError(`${SOURCE} cannot be compiled: ${messageOf(error)}`, { cause: error });
  }
}
