import type { Suite } from '../runner/plan/case.ts';

export const compute: Suite = {
  area: 'compute',
  title: 'Compute shaders with exact results',
  cases: [
    {
      name: 'fill-shader',
      title: 'A compute shader writes what the same function gives on the CPU',
      catches: 'dispatches that are lost, cut short or run on the wrong memory',
    },
  ],
};
