import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { InfraError } from '../base/errors.ts';
import { packageRoot } from '../base/paths.ts';
import type { GuestLink } from './guest-link.ts';
import { shellWord } from './shell-words.ts';

const LAUNCHER = join(packageRoot, 'guest-programs', 'launcher');

/** Where things lie in the guest. */
export interface Installation {
  /** Holds run-case.sh and probes/<area>/<name>. */
  base: string;
  /** Words that start a shell which the launcher can be run by. */
  shell: readonly string[];
}

/**
 * Copies a folder's members into the guest as a tar stream. Symbolic links are copied as links.
 * @param members `[folder, name]` pairs.
 * @throws InfraError where the stream does not arrive.
 */
export async function pushFiles(
  link: GuestLink,
  members: readonly (readonly [string, string])[],
  destination: string,
  timeoutMs: number,
): Promise<void> {
  const args = ['--numeric-owner', '-cf', '-', ...members.flatMap(([folder, name]) => ['-C', folder, name])];
  // macOS would add a second file for the attributes of each.
  const tar = spawn('tar', args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, COPYFILE_DISABLE: '1' } });
  // Node throws away what a process that ended had still in its pipe, unless somebody was reading by then.
  const archive = tar.stdout.pipe(new PassThrough());
  let complaint = '';
  tar.stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(-2000);
  });
  const ended = new Promise<boolean>((resolve) => {
    tar.once('error', (error) => {
      complaint = error.message;
      resolve(false);
    });
    tar.once('close', (code) => resolve(code === 0));
  });
  const folder = shellWord(destination);
  const unpack = `mkdir -p ${folder} && exec tar -xf - -C ${folder}`;
  const result = await link.exec(unpack, { timeoutMs, input: archive });
  if (result.ended !== 'exit') tar.kill();
  const packed = await ended;
  if (packed && result.ended === 'exit' && result.code === 0) return;
  const said = [complaint, result.stderr.toString(), result.reason ?? ''].map((text) => text.trim()).filter(Boolean);
  throw new InfraError(`${members.map((member) => join(...member)).join(', ')}: could not be copied into the guest`, {
    tail: said.join('\n'),
    hint: 'Look whether the guest has `tar` and room in its memory.',
  });
}

/**
 * Puts the launcher and the compiled probes into the guest.
 * @param probes a folder that holds probes/<area>/<name>.
 * @throws InfraError where the folder is missing or the guest cannot take it.
 */
export async function installProbes(
  link: GuestLink,
  probes: string,
  base: string,
  timeoutMs: number,
): Promise<Installation> {
  if (!existsSync(join(probes, 'probes'))) {
    throw new InfraError(`${probes} holds no folder \`probes\` with compiled programs`, {
      hint: 'Build guest-programs with Meson and install it there: `meson install` with --prefix.',
    });
  }
  await pushFiles(
    link,
    [
      [probes, 'probes'],
      [LAUNCHER, 'run-case.sh'],
    ],
    base,
    timeoutMs,
  );
  const prepared = await link.exec(prepareCommand(base), { timeoutMs });
  const shell = prepared.stdout.toString().trim();
  if (prepared.code === 0 && shell !== '') return { base, shell: shell.split(' ') };
  throw new InfraError('the guest has neither busybox nor bash, one of which runs the launcher', {
    tail: prepared.stderr.toString(),
    hint: 'Install busybox in the guest image.',
  });
}

/** Control groups, where the guest's kernel and user allow them, end even those children that left their session. */
function prepareCommand(base: string): string {
  const groups = shellWord(`${base}/.cgroup`);
  return (
    `mkdir -p ${groups} && mount -t cgroup2 none ${groups} 2>/dev/null; ` +
    'if command -v busybox >/dev/null; then echo busybox sh; elif command -v bash >/dev/null; then echo bash; fi'
  );
}
