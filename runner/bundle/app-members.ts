import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundleLayout } from '../base/bundle.ts';
import { UsageError } from '../base/errors.ts';
import { packageRoot } from '../base/paths.ts';
import { type Member, memberAt } from '../stack/member.ts';

/**
 * What of the checkout is run or read at run time. The sources are TypeScript that Node runs as it is: they are smaller
 * than what would be compiled of them, and need no compiler. The programs' sources are what compiled ones are known by.
 */
const APP = [
  'LICENSE',
  'README.md',
  'package.json',
  'bin',
  'docs',
  'golden',
  'guest-programs',
  'host-programs',
  'runner',
  'scripts/launch.js',
  'scripts/node24.js',
  'suites',
  'vmimages',
];
/** What editors and tools leave behind. */
const LEFT_BEHIND = /(^|\/)(\.[^/]*|[^/]*~)(\/|$)/;

/** The runner's own files. @throws UsageError outside a checkout. */
export function appMembers(): Member[] {
  const absent = APP.find((name) => !existsSync(join(packageRoot, name)));
  if (absent !== undefined) {
    throw new UsageError(`a bundle is made in a checkout, and ${packageRoot} holds no ${absent}.`, {
      hint: 'Clone the repository, run `npm ci` there, then `npx venus-suite bundle`.',
    });
  }
  return APP.flatMap((name) => memberAt(join(packageRoot, name), `${bundleLayout.app}/${name}`)).filter(
    ({ path }) => !LEFT_BEHIND.test(path),
  );
}
