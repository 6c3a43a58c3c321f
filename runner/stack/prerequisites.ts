import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { InfraError } from '../base/errors.ts';
import { tailLines } from '../base/text.ts';
import type { Progress } from './progress.ts';

interface Prerequisite {
  /** The Debian package. */
  package: string;
  /** Found on the PATH, or with a slash as a file, where the package is installed. */
  part: string;
  why: string;
  /** Where it is not needed everywhere. */
  when?: (facts: PrerequisiteFacts) => boolean;
}

export interface PrerequisiteFacts {
  /** Node's names: `linux`, `darwin`; `x64`, `arm64`. */
  platform: string;
  arch: string;
  root: boolean;
  /** Also for what only the suite's own tests need. */
  tests: boolean;
  /** Whether a program is on the PATH, or with a slash whether the file exists. */
  has: (part: string) => boolean;
}

const PREREQUISITES: readonly Prerequisite[] = [
  { package: 'mmdebstrap', part: 'mmdebstrap', why: 'makes the host stack and the guest image' },
  { package: 'bubblewrap', part: 'bwrap', why: 'runs QEMU out of the host stack' },
  { package: 'zstd', part: 'zstd', why: 'packs the guest image' },
  { package: 'xz-utils', part: 'xz', why: "unpacks the guest kernel's modules" },
  { package: 'meson', part: 'meson', why: 'builds the probes' },
  { package: 'ninja-build', part: 'ninja', why: 'builds the probes' },
  { package: 'gcc', part: 'gcc', why: "builds the probes for the host's own driver" },
  { package: 'libc6-dev', part: '/usr/include/stdio.h', why: 'headers for gcc' },
  ...crossCompiler('gcc-aarch64-linux-gnu', 'aarch64-linux-gnu', 'arm64', 'arm64'),
  ...crossCompiler('gcc-x86-64-linux-gnu', 'x86_64-linux-gnu', 'amd64', 'x64'),
  {
    package: 'glslang-tools',
    part: 'glslangValidator',
    why: 'compiles shaders; an npm package brings it for x64',
    when: ({ arch }) => arch !== 'x64',
  },
  { package: 'cpio', part: 'cpio', why: 'reads in the tests what the suite wrote', when: ({ tests }) => tests },
  {
    package: 'openssh-client',
    part: 'ssh-keygen',
    why: 'reads in the tests the keys that the suite made',
    when: ({ tests }) => tests,
  },
  { package: 'mount', part: 'mount', why: 'gives a test a small disk', when: ({ tests }) => tests },
  { package: 'chromium', part: 'chromium', why: 'opens reports in the tests', when: ({ tests }) => tests },
  { package: 'cmark-gfm', part: 'cmark-gfm', why: 'reads Markdown in the tests', when: ({ tests }) => tests },
  { package: 'uidmap', part: 'newuidmap', why: 'mmdebstrap as an ordinary user', when: ({ root }) => !root },
];

/** Compiler and C library headers for guests of an architecture that is not the machine's own. */
function crossCompiler(compiler: string, gnu: string, debian: string, nodeArch: string): Prerequisite[] {
  const when = ({ arch }: PrerequisiteFacts): boolean => arch !== nodeArch;
  return [
    { package: compiler, part: `${gnu}-gcc`, why: `builds the probes for ${debian} guests`, when },
    { package: `libc6-dev-${debian}-cross`, part: `/usr/${gnu}/include/stdio.h`, why: 'headers for it', when },
  ];
}

/** The Debian packages that are missing, in a fixed order; empty on macOS, which builds nothing of this. */
export function missingPackages(facts: PrerequisiteFacts): string[] {
  if (facts.platform !== 'linux') return [];
  return PREREQUISITES.filter(({ part, when }) => (when?.(facts) ?? true) && !facts.has(part)).map(
    (prerequisite) => prerequisite.package,
  );
}

/** The command that a person types to install them. */
export function installCommand(packages: readonly string[], root: boolean): string {
  return `${root ? '' : 'sudo '}apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/** The first executable of this name on the PATH; a name with a slash stands for itself. Null where there is none. */
export function findProgram(name: string): string | null {
  const candidates = name.includes('/')
    ? [name]
    : (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  return candidates.find(isExecutable) ?? null;
}

export function prerequisiteFacts(tests = false): PrerequisiteFacts {
  return {
    tests,
    platform: process.platform,
    arch: process.arch,
    root: process.getuid?.() === 0,
    has: (part) => (part.includes('/') ? existsSync(part) : findProgram(part) !== null),
  };
}

/** @throws InfraError that names the packages and the command, where a program is not on the PATH. */
export function requirePrograms(names: readonly string[]): void {
  const absent = names.filter((name) => findProgram(name) === null);
  if (absent.length === 0) return;
  const packages = absent.map((name) => PREREQUISITES.find(({ part }) => part === name)?.package ?? name);
  throw new InfraError(`not installed: ${absent.join(', ')}`, {
    hint: `Run: ${installCommand([...new Set(packages)], process.getuid?.() === 0)}`,
  });
}

/** Another set-up, or the machine's own upgrades, may be at it. Seconds. */
const APT_WAITS = ['-o', 'DPkg::Lock::Timeout=300'];

/**
 * Installs the missing Debian packages through apt-get, as root or by sudo without a password.
 * @param tests also those that only the suite's own tests need.
 * @returns What was installed; empty where nothing was missing.
 * @throws InfraError with the exact command where this process may not install, or apt-get fails.
 */
export function installPrerequisites(progress: Progress, tests = false): string[] {
  const facts = prerequisiteFacts(tests);
  const packages = missingPackages(facts);
  if (packages.length === 0) return [];
  const command = installCommand(packages, facts.root);
  const missing = `Debian packages are missing: ${packages.join(', ')}`;
  if (findProgram('apt-get') === null)
    throw new InfraError(`${missing}; there is no apt-get here`, { hint: adviceWithoutApt() });
  const prefix = facts.root ? [] : ['sudo', '-n'];
  if (!facts.root && !sudoWorks()) throw new InfraError(missing, { hint: `Run: ${command}` });

  const size = packages.includes('chromium') ? 'up to 300 MB, about 2 min' : 'up to 160 MB, about 1 min';
  progress(`Installing Debian packages (${size}): ${packages.join(' ')}`);
  const apt = [...prefix, 'apt-get', ...APT_WAITS];
  aptGet([...apt, 'update', '-q'], command);
  aptGet([...apt, 'install', '-y', '-q', '--no-install-recommends', ...packages], command);
  const still = missingPackages(facts);
  if (still.length > 0) throw new InfraError(`apt-get ended well, yet these are not to be found: ${still.join(', ')}`);
  return packages;
}

function adviceWithoutApt(): string {
  const parts = [...new Set(PREREQUISITES.map(({ part }) => part))];
  return `Install these with the system's own package manager: ${parts.join(', ')}.`;
}

function sudoWorks(): boolean {
  return findProgram('sudo') !== null && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
}

function aptGet(argv: readonly string[], command: string): void {
  const [program = '', ...args] = argv;
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 << 20,
  });
  if (status === 0) return;
  throw new InfraError(`\`${argv.join(' ')}\` ended with status ${status}`, {
    tail: tailLines(`${stdout}\n${stderr}`, 15),
    hint: `Run it yourself and read what it says: ${command}`,
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
