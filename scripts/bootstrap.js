// `npm start`, `npm test` and the other npm scripts from a fresh clone: installs the npm packages, then hands over.
// Plain JavaScript without any package, because it runs before there is one.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from './launch.js';
import { findNode24, root } from './node24.js';

const EXIT_INFRA = 3;
const say = (line) => process.stderr.write(`${line}\n`);

function installPackages() {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.venus-suite-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && findNode24()) return;
  say('Set-up: npm packages from package-lock.json, with a Node 24 where this one is older (about 250 MB, 20 s) …');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (npm.status !== 0) {
    say(
      'venus-suite: `npm ci` failed; its messages are above.\n  Next: mend the network or the registry setting, then run this again.',
    );
    process.exit(EXIT_INFRA);
  }
  writeFileSync(stamp, hash);
}

function nodeOrExit() {
  const node = findNode24();
  if (node) return node;
  say(
    `venus-suite: no Node 24 for ${process.platform}-${process.arch} among the packages.\n  Next: use Node 22.18 or newer.`,
  );
  process.exit(EXIT_INFRA);
}

const cli = join(root, 'runner', 'cli.ts');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
/** @param {string} node @param {string[]} args */
const run = (node, args) => runNode(node, args, { cwd: root });

async function test(node, args) {
  const setup = await runNode(node, [
    cli,
    'image',
    'build',
    '--install',
    '--for-tests',
    '--target',
    'tcg-arm64-16k',
    'tcg-arm64-4k',
    'tcg-x86_64',
    'tcg-arm64-16k-trixie',
    'tcg-x86_64-trixie',
    'host',
  ]);
  if (setup !== 0) return setup;
  const folder = mkdtempSync(join(tmpdir(), 'venus-suite-test-'));
  const json = join(folder, 'results.json');
  try {
    const status = await run(node, [
      vitest,
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${json}`,
      ...args,
    ]);
    if (existsSync(json)) {
      const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(json, 'utf8'));
      const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
      process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed${skipped}\n`);
    }
    return status;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Breaks the real stack on purpose, so it needs what a run of its one target needs. */
async function faults(node, args, program = 'main.ts') {
  const asksOnly = args.some((arg) => ['--list', '--page', '--help', '-h'].includes(arg));
  const build = [cli, 'image', 'build', '--install', '--for-tests', '--target', 'tcg-arm64-16k', 'host'];
  const setup = asksOnly ? 0 : await runNode(node, build);
  return setup === 0 ? run(node, [join(root, 'test', 'faults', program), ...args]) : setup;
}

async function check(node) {
  const bin = (name) => join(root, 'node_modules', name);
  const steps = [
    ['format and lint', [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings']],
    ['types', [bin('typescript/bin/tsc'), '-p', root]],
    ["types of the report's page", [bin('typescript/bin/tsc'), '-p', join(root, 'tsconfig.page.json')]],
    ['import boundaries', [join(root, 'scripts', 'check-imports.ts')]],
    ['planted faults', [join(root, 'test', 'faults', 'check.ts')]],
    ['catalogue page', [join(root, 'scripts', 'catalogue.ts'), '--check']],
  ];
  for (const [name, args] of steps) {
    const status = await run(node, args);
    say(`${status === 0 ? 'ok' : 'FAILED'}: ${name}`);
    if (status !== 0) return status;
  }
  return 0;
}

const [mode = 'start', ...args] = process.argv.slice(2);
const folder = process.env['INIT_CWD'] ?? process.cwd();
installPackages();
const node = nodeOrExit();
const modes = {
  start: () => runNode(node, [cli, 'run', '--install', ...args], { cwd: folder }),
  test: () => test(node, args),
  check: () => check(node),
  faults: () => faults(node, args),
  bench: () => runNode(node, [cli, 'bench', ...args], { cwd: folder }),
  tolerance: () => faults(node, args, join('tolerance', 'main.ts')),
  catalogue: () => run(node, [join(root, 'scripts', 'catalogue.ts')]),
  'new-probe': () => run(node, [join(root, 'scripts', 'new-probe.ts'), ...args]),
  screenshot: () => runNode(node, [join(root, 'scripts', 'screenshot.ts'), ...args], { cwd: folder }),
};
const chosen = modes[mode];
if (!chosen) {
  say(`venus-suite: unknown mode “${mode}”; there are ${Object.keys(modes).join(', ')}.`);
  process.exit(2);
}
process.exitCode = await chosen();
