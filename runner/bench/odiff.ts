import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from '../base/paths.ts';

/** What is used of odiff-bin: a process that stays and compares files as it is asked. */
export interface OdiffServer {
  compare(
    base: string,
    other: string,
    difference: string,
    options: { threshold: number; antialiasing: boolean },
  ): Promise<{ match: boolean }>;
  stop(): void;
  process: ChildProcess | null;
}

/** Null where odiff is not installed: it is there for this comparison only, so an installed package does not bring it. */
export function startOdiff(): OdiffServer | null {
  try {
    const { ODiffServer } = createRequire(join(packageRoot, 'package.json'))('odiff-bin') as {
      ODiffServer: new () => OdiffServer;
    };
    return new ODiffServer();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/** Its own `stop` alone warns of an unexpected end. */
export function stopOdiff(server: OdiffServer): void {
  server.process?.removeAllListeners('exit');
  server.stop();
}
