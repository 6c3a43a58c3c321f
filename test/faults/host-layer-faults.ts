import { FAULT_VARIABLE } from './build-parts.ts';
import { BRIEF_SOAK, type Fault, holdOutNone, holdOutThird, type PlainFault } from './fault.ts';
import { recorded } from './host-layer/commands.ts';
import { device } from './host-layer/device.ts';
import { forOneCase } from './host-layer/for-one-case.ts';
import { pipelines } from './host-layer/pipelines.ts';
import { ofRenderer } from './host-layer/renderer.ts';
import { HANGS, type Row } from './host-layer/row.ts';
import { sync } from './host-layer/sync.ts';
import { transport } from './host-layer/transport.ts';
import { unsteady } from './host-layer/unsteady.ts';

/** Faults that the host's driver shows without a VM as well. */
const ofDriver: readonly Row[] = [...recorded, ...pipelines, ...sync, ...device, ...forOneCase];

/** What hangs a case to its end, so that it gets little time. */
const SLOW: ReadonlySet<string> = new Set([HANGS, 'host-crashes', 'feedback-lost', 'memory-not-shared']);
const HANGING_S = 2;
/** So that it tells of what it prints: a VM that others used before has their logs. */
const OWN_VM: ReadonlySet<string> = new Set(['line-printed']);

function faultOf(component: Fault['truth']['component']): (row: Row) => PlainFault {
  return ([name, title, query, ...causes]) => ({
    name,
    title,
    kind: 'host-layer',
    place: OWN_VM.has(name) ? 'stack' : 'host-layer',
    query,
    truth: { component, causes },
    ...(SLOW.has(causes[0] ?? '') ? { timeoutS: HANGING_S } : {}),
    ...(query.includes('soak/hour') ? { env: BRIEF_SOAK } : {}),
    stack: ({ layer }) => ({ hostLayer: layer, hostEnv: { [FAULT_VARIABLE]: name } }),
  });
}

/** Broken calls between virgl_render_server and the host's driver. */
export const hostLayerFaults: readonly Fault[] = [
  ...holdOutThird(ofDriver.map(faultOf('host-driver'))),
  ...holdOutThird(ofRenderer.map(faultOf('renderer'))),
  ...holdOutNone([...unsteady.map(faultOf('host-driver')), ...transport.map(faultOf('renderer'))]),
];
