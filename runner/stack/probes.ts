import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InfraError } from '../base/errors.ts';
import { packageRoot } from '../base/paths.ts';
import { tailLines } from '../base/text.ts';
import type { GuestArch } from '../plan/target.ts';
import { ensureEntry, findEntry } from './cache.ts';
import { contentKey, fileHashes } from './content-key.ts';
import { provideGlslang } from './glslang.ts';
import { ensureGuestImage, guestEntry, imageForProbes } from './guest-image.ts';
import { ensureTreeStack, hostEntry } from './host-stack.ts';
import { requirePrograms } from './prerequisites.ts';
import { Phases, type Progress } from './progress.ts';
import type { Sysroot } from './sysroot.ts';

const COMPILER = { arm64: 'aarch64-linux-gnu-gcc', x86_64: 'x86_64-linux-gnu-gcc' } as const;
/** Raise it when the code that builds probes changes what comes out. */
const FORMAT = 1;
const SOURCES = join(packageRoot, 'guest-programs');

export interface Probes {
  /** Holds probes/<area>/<name> and supervisor. */
  dir: string;
  key: string;
}

/**
 * The compiled probes, built where their sources changed. `host` stands for programs that run in the host stack.
 * @throws InfraError with the compiler's last lines where the build fails.
 */
export async function ensureProbes(arch: GuestArch | 'host', progress: Progress): Promise<Probes> {
  const known = findProbes(arch);
  if (known) return known;
  const { sysroot, key } = await headers(arch, progress);
  const { name, inputs } = probesEntry(arch, key);
  const entry = await ensureEntry(
    {
      name,
      inputs,
      needs: { cache: 64 << 20, temporary: 16 << 20 },
      announcement: `Building ${name}: the suite's own Vulkan programs (about 20 s) …`,
      make: (folder, log) => build({ name, arch: machineOf(arch), sysroot, folder, log, progress }),
    },
    progress,
  );
  return { dir: entry.folder, key: entry.manifest.key };
}

/** Those that are built already, without asking for what they are built with. */
function findProbes(arch: GuestArch | 'host'): Probes | null {
  const { name, inputs } = probesEntry(arch, probesOrigin(arch));
  const entry = findEntry(name, inputs);
  return entry && { dir: entry.folder, key: entry.manifest.key };
}

/** The key of the stack or image whose headers today's probes are compiled against. */
export function probesOrigin(arch: GuestArch | 'host'): string {
  return contentKey(arch === 'host' ? hostEntry('forky').inputs : guestEntry(imageForProbes(arch)).inputs);
}

/**
 * The name and the inputs of the cache entry of today's sources. The compiler is not among them, so that an entry
 * built on one machine serves on another that has none.
 * @param origin The key of the stack or image whose headers are compiled against.
 */
export function probesEntry(arch: GuestArch | 'host', origin: string): { name: string; inputs: unknown } {
  return {
    name: arch === 'host' ? `probes-host-${machineOf(arch)}` : `probes-${arch}`,
    inputs: { format: FORMAT, origin, sources: fileHashes(SOURCES) },
  };
}

interface ProbesBuild {
  name: string;
  arch: GuestArch;
  sysroot: Sysroot;
  folder: string;
  log: string;
  progress: Progress;
}

async function build({ name, arch, sysroot, folder, log, progress }: ProbesBuild): Promise<string[]> {
  requirePrograms(['meson', 'ninja', arch === machineOf('host') ? 'gcc' : COMPILER[arch]]);
  const work = join(folder, 'build');
  mkdirSync(work);
  rmSync(log, { force: true });
  const phases = new Phases(name, 2, progress);
  let succeeded = false;
  try {
    phases.next('configuring');
    const glslang = provideGlslang(work);
    const options = { vulkan_include: sysroot.include, vulkan_lib: sysroot.lib, glslang };
    await run(log, 'meson', [
      'setup',
      work,
      SOURCES,
      ...(arch === machineOf('host') ? [] : [`--cross-file=${join(SOURCES, 'cross', `${arch}.ini`)}`]),
      `--prefix=${folder}`,
      ...Object.entries(options).map(([option, value]) => `-D${option}=${value}`),
    ]);
    phases.next('compiling');
    await run(log, 'meson', ['install', '-C', work]);
    succeeded = true;
  } finally {
    phases.end(succeeded);
  }
  rmSync(work, { recursive: true });
  return [];
}

/** Runs a build tool with its output in the log. */
async function run(log: string, program: string, args: readonly string[]): Promise<void> {
  const environment = { ...process.env, LC_ALL: 'C.UTF-8' };
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { maxBuffer: 64 << 20, env: environment });
    appendFileSync(log, `${stdout}${stderr}`);
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    appendFileSync(log, `${stdout}${stderr}`);
    throw new InfraError(`\`${program} ${args[0]}\` failed while the probes were built; its log is ${log}`, {
      tail: tailLines(`${stdout}${stderr}`, 25),
      hint: 'Mend the source that the compiler names.',
      cause: error,
    });
  }
}

async function headers(arch: GuestArch | 'host', progress: Progress): Promise<{ sysroot: Sysroot; key: string }> {
  return arch === 'host' ? ensureTreeStack('forky', progress) : ensureGuestImage(imageForProbes(arch), progress);
}

function machineOf(arch: GuestArch | 'host'): GuestArch {
  if (arch !== 'host') return arch;
  return process.arch === 'arm64' ? 'arm64' : 'x86_64';
}
