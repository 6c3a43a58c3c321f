import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../runner/base/paths.ts';
import { coverageOf } from './bench-target.ts';
import { MATRIX_FILE, type Matrix } from './matrix.ts';
import { faultsPage } from './page.ts';

export const PAGE_FILE = join(packageRoot, 'docs', 'faults.md');

/** A row on one line, so that a change of one fault is a change of one line. */
function matrixText({ rows, ...rest }: Matrix): string {
  const head = JSON.stringify(rest, null, 1).slice(0, -2);
  const lines = rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n');
  return `${head},\n "rows": [\n${lines}\n ]\n}\n`;
}

/** Writes the data and the page: those of the checkout, or those of a folder. */
export function writeMatrix(matrix: Matrix, folder: string | null = null): void {
  const data = folder === null ? MATRIX_FILE : join(folder, 'matrix.json');
  const page = folder === null ? PAGE_FILE : join(folder, 'faults.md');
  mkdirSync(dirname(data), { recursive: true });
  writeFileSync(data, matrixText(matrix));
  writeFileSync(page, faultsPage(coverageOf(matrix)));
}
