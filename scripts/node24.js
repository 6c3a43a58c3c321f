// The sources are TypeScript that Node runs as it is, from 22.18 on. An older Node hands over to the pinned one.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

function runsTypeScript() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** The path of a Node that runs TypeScript: this one, or the pinned one of node_modules; null where there is neither. */
export function findNode24() {
  if (runsTypeScript()) return process.execPath;
  const place = `${process.platform}-${process.arch}`;
  // The package for Apple Silicon bears another name than the rest of its family.
  const candidates = [`node-${place}`, `node-bin-${place}`].map((name) =>
    join(root, 'node_modules', name, 'bin', 'node'),
  );
  return candidates.find((path) => existsSync(path)) ?? null;
}
