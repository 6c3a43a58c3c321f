import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InfraError } from '../base/errors.ts';
import type { Target } from '../plan/target.ts';
import { findEntry } from '../stack/cache.ts';
import { entriesOf } from '../stack/current-entries.ts';
import { markInUse } from '../stack/in-use.ts';

/**
 * What a run took from the cache when it began. A fresh guest must be made of the very same parts: one that was deleted
 * meanwhile is not built anew behind the person's back, for minutes and perhaps from newer packages.
 */
export class CachedParts {
  readonly #folders: readonly string[];
  private constructor(folders: readonly string[]) {
    this.#folders = folders;
    // `image prune` of another process leaves them alone meanwhile.
    markInUse(folders);
  }

  static of(target: Target): CachedParts {
    const found = entriesOf(target).map(({ name, inputs }) => findEntry(name, inputs));
    return new CachedParts(found.flatMap((entry) => entry?.folder ?? []));
  }

  /** @throws InfraError that names what is gone. */
  require(): void {
    const gone = this.#folders.find((folder) => !existsSync(join(folder, 'manifest.json')));
    if (gone === undefined) return;
    throw new InfraError(`${gone}: was deleted from the cache while the run went on`, {
      hint: '`venus-suite image build` builds it again; then `venus-suite run --resume RUN` goes on.',
    });
  }
}
