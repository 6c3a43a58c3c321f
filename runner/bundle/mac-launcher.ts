import { bundleLayout } from '../base/bundle.ts';
import type { Member } from '../stack/member.ts';

/** Node's versions from here on run TypeScript as it is. */
const SCRIPT = `#!/bin/sh
# Starts the suite with the Node of this Mac.
folder=$(cd "$(dirname "$0")" && pwd -P) || exit 3
node=\${VENUS_SUITE_NODE:-node}
if ! command -v "$node" >/dev/null 2>&1; then
  echo "venus-suite: there is no Node on the PATH." >&2
  echo "  Next: install Node 22.18 or newer for arm64 macOS (\\\`brew install node\\\`, or the archive for macOS ARM64 of" >&2
  echo "  nodejs.org unpacked anywhere), or name its program in \\$VENUS_SUITE_NODE." >&2
  exit 3
fi
exec "$node" "$folder/${bundleLayout.app}/bin/venus-suite.js" "$@"
`;

/** The command at the top of a Mac's bundle. */
export function macLauncher(path: string): Member {
  return { kind: 'file', path, mode: 0o755, content: Buffer.from(SCRIPT) };
}
