// Imports point one way: commands -> engine, diagnose, report, nightly -> judge, guest, plan, record -> stack -> base.
// Type-only imports are free: they leave nothing behind when the types are stripped.
import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { init, parse } from 'es-module-lexer';

const LAYERS = [
  ['base'],
  ['stack'],
  ['judge', 'guest', 'plan', 'record'],
  ['engine', 'diagnose', 'compare', 'report', 'bench', 'nightly', 'bundle'],
  ['commands'],
];
const rank = (folder: string): number => LAYERS.findIndex((layer) => layer.includes(folder));
const runner = join(import.meta.dirname, '..', 'runner');

process.removeAllListeners('warning');
await init;
const errors: string[] = [];
for (const file of globSync('*/**/*.ts', { cwd: runner })) {
  const from = file.split('/')[0] ?? '';
  if (rank(from) < 0)
    errors.push(`runner/${file}: the folder ${from} has no place in the layers of scripts/check-imports.ts`);
  const [imports] = parse(stripTypeScriptTypes(readFileSync(join(runner, file), 'utf8')));
  for (const imported of imports) {
    const specifier = 'specifier' in imported ? imported.specifier : undefined;
    if (!specifier?.startsWith('.')) continue;
    const path = relative(runner, join(runner, dirname(file), specifier));
    const to = path.split('/')[0] ?? '';
    // Data outside the runner (suites, vmimages) may be imported by any layer: it imports only types and plan/case.ts.
    if (to !== '..' && rank(to) > rank(from))
      errors.push(`runner/${file} imports ${path}: ${from} must not know ${to}`);
  }
}
for (const error of errors) process.stderr.write(`${error}\n`);
process.exitCode = errors.length > 0 ? 1 : 0;
