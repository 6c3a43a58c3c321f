import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findNode24, root } from './node24.js';

const EXIT_INFRA = 3;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs `args` in a Node that can, hands signals on, and resolves with its exit status. */
export function runNode(node, args, options = {}) {
  return new Promise((resolve, reject) => {
    // The ipc channel tells the child when this process is gone, even by SIGKILL.
    const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], ...options });
    // A terminal sends Ctrl-C to the whole group, so the child may get it twice: it takes two in one moment as one.
    const forward = (signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of SIGNALS) process.off(name, forward);
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

/** The venus-suite command: compiled where it is an installed package, from source in a checkout. */
export async function launch(args) {
  const compiled = join(root, 'dist', 'runner', 'cli.js');
  const source = join(root, 'runner', 'cli.ts');
  const entry = existsSync(source) ? source : compiled;
  const node = entry === compiled ? process.execPath : findNode24();
  if (!node) {
    process.stderr.write(
      `venus-suite: Node ${process.versions.node} cannot run TypeScript, and the pinned Node is not installed.\n` +
        `  Next: run \`npm ci\` in ${root}, or use Node 22.18 or newer.\n`,
    );
    process.exitCode = EXIT_INFRA;
    return;
  }
  if (node === process.execPath) {
    process.argv.splice(1, process.argv.length - 1, entry, ...args);
    await import(pathToFileURL(entry).href);
    return;
  }
  process.exitCode = await runNode(node, [entry, ...args]);
}
