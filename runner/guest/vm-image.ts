import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import ssh2 from 'ssh2';
import { InfraError, messageOf } from '../base/errors.ts';
import type { StackOptions } from '../plan/stack-options.ts';
import type { DiskImage, RunningGuest } from '../plan/target.ts';
import type { GuestImage } from '../stack/guest-image.ts';
import { writeGuestInitrd } from './guest-initrd.ts';
import type { GuestLink } from './guest-link.ts';
import { installProbes, pushFiles } from './install-probes.ts';
import { makeRunKeys, publicKeyOfLine } from './keys.ts';
import type { SshAddress } from './ssh-connection.ts';

/** What kinds of guest differ in, once they are reached over ssh. */
export interface VmImage {
  login: Pick<SshAddress, 'user' | 'privateKey' | 'hostKey'>;
  /** Whether its init writes marker lines to the console. */
  marksConsole: boolean;
  /** Where the supervisor and probes/<area>/<name> lie in the guest. */
  base: string;
  /** `name version`, sorted; empty where nobody knows. */
  packages: readonly string[];
  /** Variables that every probe needs in this guest. */
  guestEnv: Readonly<Record<string, string>>;
  /** Writes what a boot needs. @param initrd where an initramfs may be written. */
  bootFiles(initrd: string): { kernel?: string; initrd?: string };
  /** Brings what the boot did not: programs, and changes as the options say. @throws InfraError where it cannot. */
  prepare(link: GuestLink, timeoutMs: number): Promise<void>;
}

/** Not below /run, which init lays a tmpfs over. */
const BASE = '/opt/venus-suite';
/** Where a guest that is not ours surely has a writable folder. */
const FOREIGN_BASE = '/tmp/venus-suite';

/** An image of `image build`: everything that changes it lies in its initramfs. */
export function builtImage(image: GuestImage, probes: string, stack: StackOptions): VmImage {
  const keys = makeRunKeys();
  return {
    login: { user: 'root', privateKey: keys.client.privateKey, hostKey: keys.host.publicKey },
    marksConsole: true,
    base: BASE,
    packages: image.packages,
    guestEnv: {},
    bootFiles(initrd) {
      const programs = { built: probes, folder: BASE };
      writeGuestInitrd(image.initrd, image.arch, { keys, programs, ...stack }, initrd);
      return { kernel: stack.kernel ?? image.kernel, initrd };
    },
    prepare: async () => {},
  };
}

/**
 * A guest of the person's own: a disk image, or one that runs already. What changes it is copied in over ssh.
 * @param builtProbes used where the target names none.
 * @throws InfraError where a file that the target names is missing.
 */
export function foreignImage(image: DiskImage | RunningGuest, builtProbes: string, stack: StackOptions): VmImage {
  const { user, key, hostKey } = image.ssh;
  const driver = stack.guestDriver;
  return {
    login: { user, privateKey: readKey(key), hostKey: hostKey === undefined ? null : parseHostKey(hostKey) },
    marksConsole: false,
    base: `${FOREIGN_BASE}-${process.pid}`,
    packages: [],
    guestEnv: driver === undefined ? {} : { VK_DRIVER_FILES: `${FOREIGN_BASE}-${process.pid}/driver/icd.json` },
    bootFiles() {
      if (image.kind === 'running') return {};
      const kernel = stack.kernel ?? image.kernel;
      for (const file of [image.disk, kernel, image.initrd]) if (file !== undefined) requireFile(file);
      return {
        ...(kernel === undefined ? {} : { kernel }),
        ...(image.initrd === undefined ? {} : { initrd: image.initrd }),
      };
    },
    async prepare(link, timeoutMs) {
      await installProbes(link, image.probes ?? builtProbes, this.base, timeoutMs);
      if (stack.overlay !== undefined) await pushFiles(link, [[stack.overlay, '.']], '/', timeoutMs);
      if (driver === undefined) return;
      const folder = `${this.base}/driver`;
      await pushFiles(link, [[dirname(driver), basename(driver)]], folder, timeoutMs);
      const manifest = {
        file_format_version: '1.0.0',
        ICD: { library_path: `${folder}/${basename(driver)}`, api_version: '1.4.0' },
      };
      await link.exec(`cat >'${folder}/icd.json' <<'END'\n${JSON.stringify(manifest)}\nEND`, { timeoutMs });
    },
  };
}

function requireFile(path: string): void {
  if (!existsSync(path))
    throw new InfraError(`${path} is not there`, { hint: 'The target in venus-suite.config.ts names it.' });
}

function readKey(path: string): string {
  const hint = 'The target in venus-suite.config.ts names it under `ssh.key`.';
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new InfraError(`the ssh key ${path} cannot be read: ${messageOf(error)}`, { hint, cause: error });
  }
  const key = ssh2.utils.parseKey(text);
  if (!(key instanceof Error)) return text;
  throw new InfraError(`${path} is no ssh key that can be used: ${key.message}`, { hint, cause: key });
}

function parseHostKey(line: string): Buffer {
  const key = publicKeyOfLine(line);
  if (key) return key;
  throw new InfraError('`ssh.hostKey` of the target is no public key', { hint: 'Take the line from `ssh-keyscan`.' });
}
