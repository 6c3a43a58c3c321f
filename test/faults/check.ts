// Whether docs/faults.md, test/faults/matrix.json, the faults and the catalogue agree: a part of `npm run check`.
import { existsSync, readFileSync } from 'node:fs';
import { coverageOf } from './bench-target.ts';
import { problemsOf } from './coverage.ts';
import { readMatrix } from './matrix.ts';
import { faultsPage } from './page.ts';
import { PAGE_FILE } from './write-matrix.ts';

const MOST = 20;
const matrix = readMatrix();
const problems = matrix ? problemsOf(coverageOf(matrix)) : ['test/faults/matrix.json is not there'];
const page = existsSync(PAGE_FILE) ? readFileSync(PAGE_FILE, 'utf8') : null;
if (matrix && page !== faultsPage(coverageOf(matrix))) {
  problems.push('docs/faults.md is not what the matrix and the faults say: `npm run faults -- --page` writes it');
}
if (problems.length > 0) {
  const more = problems.length > MOST ? [`and ${problems.length - MOST} more`] : [];
  process.stderr.write(
    `The matrix of planted faults does not hold:\n${[...problems.slice(0, MOST), ...more].map((line) => `  ${line}`).join('\n')}\n  Next: npm run faults -- NAME of each fault that is new or whose cases changed (docs/faults.md)\n`,
  );
  process.exitCode = 1;
}
