// Writes docs/catalogue.md; with --check it only says whether the page is what the suites say.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suites } from '../suites/index.ts';
import { cataloguePage } from './catalogue-page.ts';

const path = join(import.meta.dirname, '..', 'docs', 'catalogue.md');
const page = cataloguePage(suites);
const before = existsSync(path) ? readFileSync(path, 'utf8') : null;

if (!process.argv.includes('--check')) {
  writeFileSync(path, page);
} else if (page !== before) {
  process.stderr.write('docs/catalogue.md is not what the suites say.\n  Next: npm run catalogue\n');
  process.exitCode = 1;
}
