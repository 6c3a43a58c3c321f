import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InfraError, messageOf, UsageError } from '../base/errors.ts';
import type { Command, Installation } from './installation.ts';
import { MARK } from './job.ts';

/** The files of an installation that lie there. @throws UsageError where one of them is somebody else's. */
export function presentFiles({ files }: Installation): string[] {
  const present = files.map(({ path }) => path).filter((path) => existsSync(path));
  for (const path of present) {
    if (readFileSync(path, 'utf8').includes(MARK)) continue;
    throw new UsageError(`${path} was not written by \`venus-suite nightly install\`.`, {
      hint: 'Move it away, then try again.',
    });
  }
  return present;
}

/** Writes the files and starts the schedule. @throws InfraError that says what was not done. */
export function install(installation: Installation): void {
  for (const command of installation.before) execute(command);
  for (const { path, text } of installation.files) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.partial`, text);
      renameSync(`${path}.partial`, path);
    } catch (error) {
      throw new InfraError(`${path} cannot be written: ${messageOf(error)}`, { cause: error });
    }
  }
  for (const command of installation.after) execute(command);
}

/** Stops the schedule and removes the files. */
export function remove(installation: Installation): void {
  const present = presentFiles(installation);
  for (const command of installation.stop) execute(command);
  for (const path of present) rmSync(path, { force: true });
  for (const command of installation.forget) execute(command);
}

function execute({ words: [program = '', ...args], mayFail }: Command): void {
  try {
    execFileSync(program, args, { stdio: mayFail ? 'ignore' : ['ignore', 2, 2] });
  } catch (error) {
    if (mayFail) return;
    const line = [program, ...args].join(' ');
    throw new InfraError(`\`${line}\` failed: ${messageOf(error)}`, {
      cause: error,
      hint: 'The files are written. Run that command in a session of your own (not under su or sudo), or `venus-suite nightly remove`.',
    });
  }
}
