import { rename, rm, writeFile } from 'node:fs/promises';
import { InfraError, messageOf } from '../base/errors.ts';

/**
 * Writes a file as a whole or not at all: half a report must not be taken for one.
 * @throws InfraError that names the file where it cannot be written.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  try {
    await writeFile(partial, text);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw new InfraError(`${path}: the report cannot be written: ${messageOf(error)}`, {
      cause: error,
      hint: 'Free space there, or choose another file with --out.',
    });
  }
}
