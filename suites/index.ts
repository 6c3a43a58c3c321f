import type { Suite } from '../runner/plan/case.ts';
import { compute } from './compute.ts';
import { drm } from './drm.ts';
import { graphics } from './graphics.ts';
import { host } from './host.ts';
import { lifecycle } from './lifecycle.ts';
import { memory } from './memory.ts';
import { perf } from './perf.ts';
import { pipeline } from './pipeline.ts';
import { protocol } from './protocol.ts';
import { self } from './self.ts';
import { soak } from './soak.ts';
import { sync } from './sync.ts';
import { transfer } from './transfer.ts';
import { wsi } from './wsi.ts';

/** In the order in which they run: what the others stand on comes first. */
export const suites: readonly Suite[] = [
  drm,
  protocol,
  memory,
  sync,
  transfer,
  compute,
  graphics,
  pipeline,
  wsi,
  lifecycle,
  perf,
  host,
  soak,
  self,
];
