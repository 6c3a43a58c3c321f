import { chmodSync, copyFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InfraError } from '../base/errors.ts';
import { findProgram } from './prerequisites.ts';

const PACKAGE = 'glslang-validator-prebuilt-predownloaded';
const PACKAGED: Readonly<Record<string, string>> = {
  'linux-x64': 'glslangValidator.linux',
  'darwin-x64': 'glslangValidator.darwin',
};

/**
 * The GLSL compiler: `$GLSLANG_VALIDATOR`, then the PATH, then the npm package, which holds one for x64.
 * @param folder Where the package's program may be copied: npm installs it without its executable bit.
 * @throws InfraError where there is none, or the variable names a file that is not one.
 */
export function provideGlslang(folder: string): string {
  const named = process.env['GLSLANG_VALIDATOR'];
  if (named) {
    const program = findProgram(named);
    if (program !== null) return program;
    throw new InfraError(`$GLSLANG_VALIDATOR names ${named}, which is not an executable file`);
  }
  const installed = findProgram('glslangValidator');
  if (installed !== null) return installed;
  const packaged = packagedGlslang();
  if (packaged === null) {
    throw new InfraError('there is no glslangValidator to compile the shaders of the probes', {
      hint: 'Install the package glslang-tools (glslang on macOS), or set $GLSLANG_VALIDATOR.',
    });
  }
  const program = join(folder, 'glslangValidator');
  copyFileSync(packaged, program);
  chmodSync(program, 0o755);
  return program;
}

/** The npm package's program for this machine, or null. */
export function packagedGlslang(): string | null {
  const name = PACKAGED[`${process.platform}-${process.arch}`];
  if (name === undefined) return null;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`);
    const program = join(dirname(manifest), 'bin', name);
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}
