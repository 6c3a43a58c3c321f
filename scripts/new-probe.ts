// `npm run new-probe area/name`: a probe that builds, runs and passes at once, to be turned into the real one.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ScaffoldError, scaffold } from './new-probe/scaffold.ts';

const EXIT_USAGE = 2;
const root = join(import.meta.dirname, '..');

/** Programs of this checkout, in their own process: the suites have changed under this one. */
function runHere(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

function create(id: string): void {
  const files = scaffold(root, id);
  const sources = files.filter((path) => path.endsWith('.ts'));
  runHere('node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...sources);
  runHere('scripts/catalogue.ts');
  const written = [...files, 'docs/catalogue.md'];
  process.stdout.write(`${written.map((path) => `wrote ${path}`).join('\n')}

It passes as it is. Next:
  npm start -- ${id} --target host   # without a VM
  npm start -- ${id}                 # in a guest
Then make ${files[0]} check what ${id} is for, say so in suites/, and
  npm run catalogue && npm run check
`);
}

const ids = process.argv.slice(2);
const [id] = ids;
if (id === undefined || ids.length > 1) {
  process.stderr.write('Usage: npm run new-probe area/name\n');
  process.exitCode = EXIT_USAGE;
} else {
  try {
    create(id);
  } catch (error) {
    if (!(error instanceof ScaffoldError)) throw error;
    process.stderr.write(`venus-suite: ${error.message}\n`);
    process.exitCode = EXIT_USAGE;
  }
}
