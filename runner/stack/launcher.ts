import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { InfraError, messageOf } from '../base/errors.ts';
import { packageRoot } from '../base/paths.ts';
import { ensureEntry } from './cache.ts';
import type { Member } from './member.ts';
import { requirePrograms } from './prerequisites.ts';
import type { Progress } from './progress.ts';

const SOURCE = join(packageRoot, 'host-programs', 'launch.c');
const PROGRAM = 'launch';
/** Raise it when the code that builds the program changes what comes out. */
const FORMAT = 1;

/** The static program of host-programs/launch.c, built where it is not there yet. @returns its path. */
export async function ensureLauncher(progress: Progress): Promise<string> {
  const { folder } = await ensureEntry(
    {
      name: `launch-${process.arch}`,
      inputs: { format: FORMAT, source: readFileSync(SOURCE, 'utf8') },
      needs: { cache: 4 << 20, temporary: 4 << 20 },
      announcement: 'Building what starts the programs of a bundle with its own libraries (1 s) …',
      make: async (draft) => {
        await compile(join(draft, PROGRAM));
        return [];
      },
    },
    progress,
  );
  return join(folder, PROGRAM);
}

async function compile(program: string): Promise<void> {
  requirePrograms(['gcc']);
  const flags = ['-std=c11', '-O2', '-Wall', '-Wextra', '-Werror', '-static', '-s'];
  try {
    await promisify(execFile)('gcc', [...flags, SOURCE, '-o', program]);
  } catch (error) {
    throw new InfraError(`${SOURCE} cannot be compiled: ${messageOf(error)}`, { cause: error });
  }
}

/** What a launcher starts. Paths below the bundle's folder. */
export interface LauncherSettings {
  loader: string;
  libraries: readonly string[];
  /** One program with arguments that are files, or the folder of the programs that its caller may name. */
  start: { program: string; argument?: string } | { programs: string };
}

/** The two files that a launcher is, at `path` of the bundle. */
export function launcherMembers(launcher: string, path: string, settings: LauncherSettings): Member[] {
  const { loader, libraries, start } = settings;
  const lines = [['loader', loader], ...libraries.map((folder) => ['library', folder]), ...Object.entries(start)].map(
    ([name = '', file = '']) => `${name} ${relative(join(path, '..'), file)}\n`,
  );
  return [
    { kind: 'file', path, mode: 0o755, content: launcher },
    { kind: 'file', path: `${path}.launch`, mode: 0o644, content: Buffer.from(lines.join('')) },
  ];
}
