import { allCases } from '../../runner/plan/catalogue.ts';
import { tcgArm64With16k } from '../../vmimages/targets/tcg-arm64.ts';
import type { CoverageInput } from './coverage.ts';
import { faults } from './faults.ts';
import type { Matrix } from './matrix.ts';
import { reasons } from './reasons.ts';

/** The one target of the bench: what any machine can boot. */
export const target = tcgArm64With16k;

/** What a matrix of this checkout is judged with. */
export function coverageOf(matrix: Matrix): CoverageInput {
  return { matrix, faults, catalogue: allCases(), target, reasons };
}
