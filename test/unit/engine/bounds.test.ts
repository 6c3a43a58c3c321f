import { describe, expect, it } from 'vitest';
import { boundsFor } from '../../../runner/engine/bounds.ts';
import type { Case } from '../../../runner/plan/case.ts';

const probeCase = { timeoutS: 20 } as Case;

describe('boundsFor', () => {
  it('nests: alarm, then kill, then deadline', () => {
    const { alarm, kill, deadline } = boundsFor(probeCase, 1, false);
    expect(alarm).toBe(20_000);
    expect(kill).toBeGreaterThan(alarm);
    expect(deadline).toBeGreaterThan(kill);
  });
  it('relaxes time on a slow accelerator', () => expect(boundsFor(probeCase, 3, false).alarm).toBe(60_000));
  it('gives a broken stack little time', () => expect(boundsFor(probeCase, 3, true).alarm).toBeLessThanOrEqual(5_000));
});
