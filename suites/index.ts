import type { Suite } from '../runner/plan/case.ts';
import { vnPerf } from '../runner/plan/case.ts';
import { self } from './self.ts';

export const suites: readonly Suite[] = [
  { area: 'sync', title: 's', cases: [{ name: 'fence-empty', title: 't', catches: 'c', variants: vnPerf('no_fence_feedback') }] },
  { area: 'protocol', title: 's', cases: [{ name: 'identity', title: 't', catches: 'c', needs: ['vm'] }] },
  { area: 'graphics', title: 's', cases: [{ name: 'triangle', title: 't', catches: 'c', golden: 'image' }] },
  self,
];
