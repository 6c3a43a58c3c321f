import { InfraError } from '../base/errors.ts';

/** An architecture's names: Debian's, and GNU's as Debian writes it in usr/lib. */
export interface DebianArch {
  debian: 'amd64' | 'arm64';
  gnu: 'x86_64-linux-gnu' | 'aarch64-linux-gnu';
}

/**
 * Debian's names of the machine that this runs on.
 * @throws InfraError on an architecture that no recipe is for.
 */
export function hostDebianArch(): DebianArch {
  if (process.arch === 'x64') return { debian: 'amd64', gnu: 'x86_64-linux-gnu' };
  if (process.arch === 'arm64') return { debian: 'arm64', gnu: 'aarch64-linux-gnu' };
  throw new InfraError(`there is no host stack for ${process.arch}`, {
    hint: "Use a target whose hostStack is 'system', with the machine's own QEMU.",
  });
}
