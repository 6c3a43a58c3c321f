import { execFile } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { InfraError } from '../base/errors.ts';
import { ensureEntry } from '../stack/cache.ts';
import { makeDebianTree, TREE_PHASES } from '../stack/debian-tree.ts';
import { writeInitrd } from '../stack/initrd.ts';
import { kernelModules } from '../stack/kernel-modules.ts';
import { findProgram, installCommand } from '../stack/prerequisites.ts';
import { Phases, type Progress } from '../stack/progress.ts';
import {
  ACCOUNTS,
  GROUPS,
  initramfs,
  SEEDS_MODULES,
  SEEDS_PACKAGES,
  SYSTEM_LINKS,
  systemFiles,
} from './seeds-files.ts';

const FORMAT = 1;
const GIB = 1024 ** 3;
const KERNEL = 'linux-image-arm64-16k';
const DISK_SIZE = '1800M';
const PROGRAMS = {
  'mkfs.ext4': 'e2fsprogs',
  ssh: 'openssh-client',
  scp: 'openssh-client',
  'ssh-keygen': 'openssh-client',
};

/** A disk image with Debian's programs and an ssh server, as people make one by hand. */
export interface SeedsDisk {
  kernel: string;
  initrd: string;
  /** Raw, one ext4 file system. */
  disk: string;
  /** The private key that opens root's account. */
  key: string;
}

const run = promisify(execFile);

/** @throws InfraError that says what is missing. */
export async function ensureSeedsDisk(progress: Progress): Promise<SeedsDisk> {
  requireTools();
  const { folder } = await ensureEntry(
    {
      name: 'bench-disk-forky-arm64',
      inputs: {
        format: FORMAT,
        SEEDS_PACKAGES,
        SEEDS_MODULES,
        ACCOUNTS,
        GROUPS,
        SYSTEM_LINKS,
        KERNEL,
        system: systemFiles('', ''),
        boot: initramfs(new Uint8Array()),
      },
      needs: { cache: 3 * GIB, temporary: 1.5 * GIB },
      announcement:
        'Building a disk image with OpenSSH to compare with (300 MB to download, 1 GB on disk, about 2 min) …',
      make: (draft, log) => makeDisk(draft, log, progress),
    },
    progress,
  );
  const file = (name: string): string => join(folder, name);
  return { kernel: file('kernel'), initrd: file('initrd'), disk: file('disk'), key: file('key') };
}

function requireTools(): void {
  const absent = Object.entries(PROGRAMS).filter(([name]) => findProgram(name) === null);
  if (absent.length === 0) return;
  const packages = [...new Set(absent.map(([, name]) => name))];
  throw new InfraError(`not installed: ${absent.map(([name]) => name).join(', ')}`, {
    hint: `Run: ${installCommand(packages, process.getuid?.() === 0)}`,
  });
}

async function makeDisk(folder: string, log: string, progress: Progress): Promise<string[]> {
  const tree = join(folder, 'tree');
  const temporary = join(folder, 'tmp');
  const phases = new Phases('bench-disk', TREE_PHASES.extract + 1, progress);
  let succeeded = false;
  try {
    const packages = await makeDebianTree(
      {
        release: 'forky',
        arch: 'arm64',
        variant: 'extract',
        packages: [...SEEDS_PACKAGES, KERNEL],
        folder: tree,
        temporary,
        log,
      },
      phases,
    );
    phases.next('making the disk image');
    await finishSystem(tree, folder);
    await takeKernel(tree, folder);
    await run('mkfs.ext4', ['-q', '-F', '-d', tree, '-E', 'root_owner=0:0', join(folder, 'disk'), DISK_SIZE]);
    rmSync(tree, { recursive: true });
    rmSync(temporary, { recursive: true, force: true });
    succeeded = true;
    return packages;
  } finally {
    phases.end(succeeded);
  }
}

/** Accounts, keys and configuration: what the packages' scripts and a person would have done. */
async function finishSystem(tree: string, folder: string): Promise<void> {
  for (const key of ['key', 'host-key']) {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'venus-suite-bench', '-f', join(folder, key)]);
  }
  for (const name of ['passwd', 'group']) {
    copyFileSync(join(tree, 'usr/share/base-passwd', `${name}.master`), join(tree, 'etc', name));
  }
  appendFileSync(join(tree, 'etc/passwd'), ACCOUNTS);
  appendFileSync(join(tree, 'etc/group'), GROUPS);
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  for (const { path, mode, text } of systemFiles(read('key.pub'), read('host-key'))) {
    const target = join(tree, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    chmodSync(target, mode);
  }
  for (const [path, to] of SYSTEM_LINKS) {
    const link = join(tree, 'etc/systemd/system', path);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(to, link);
  }
  chmodSync(join(tree, 'root'), 0o700);
}

async function takeKernel(tree: string, folder: string): Promise<void> {
  const modules = join(tree, 'usr/lib/modules');
  const [version, ...others] = readdirSync(modules);
  if (version === undefined || others.length > 0) throw new InfraError(`${modules} holds not one kernel`);
  const kernelFolder = join(modules, version);
  const entries = [
    ...initramfs(readFileSync(join(tree, 'usr/bin/busybox'))),
    ...(await kernelModules(SEEDS_MODULES, kernelFolder)),
  ];
  await writeInitrd(entries, join(folder, 'initrd'));
  copyFileSync(join(kernelFolder, 'vmlinuz'), join(folder, 'kernel'));
}
