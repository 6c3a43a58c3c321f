import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InfraError } from '../base/errors.ts';

const PARTS = ['probes', 'supervisor'];

/**
 * What of a folder of built guest programs goes into a guest.
 * @param built a folder that holds `supervisor` and probes/<area>/<name>.
 * @returns the names in it.
 * @throws InfraError where a part is missing.
 */
export function programParts(built: string): readonly string[] {
  const missing = PARTS.filter((part) => !existsSync(join(built, part)));
  if (missing.length === 0) return PARTS;
  throw new InfraError(`${built} holds no ${missing.map((part) => `\`${part}\``).join(' and no ')}`, {
    hint: 'Build guest-programs with Meson and install it there: `meson install` with --prefix.',
  });
}
