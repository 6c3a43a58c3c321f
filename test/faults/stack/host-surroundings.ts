import type { FaultParts } from '../fault.ts';
import { renderServerProgram, script } from './made-files.ts';
import { FIRST, type StackFault } from './stack-fault.ts';

/** A limit that the render server is started under. */
const limited =
  (limit: string) =>
  ({ folder }: FaultParts): { renderServer: string } => ({
    renderServer: script(folder, 'limited', `ulimit ${limit}\nexec ${renderServerProgram()} "$@"`),
  });

/** Limits and variables of the host that are sound by themselves and wrong here. */
export const hostSurroundings: readonly StackFault[] = [
  {
    name: 'open-files-limited',
    title: 'The render server may open 40 files',
    kind: 'host-environment',
    query: ['memory/allocation-count', 'memory/map-many', 'drm/context'],
    truth: { component: 'configuration', causes: ['host-limits'] },
    stack: limited('-n 40'),
  },
  {
    name: 'file-size-limited',
    title: 'A process of the render server may write files of half a megabyte',
    kind: 'host-environment',
    query: ['memory/types', 'memory/optimal-image', 'drm/context'],
    truth: { component: 'configuration', causes: ['host-limits'] },
    stack: limited('-f 1024'),
  },
  {
    name: 'host-driver-disabled',
    title: "VK_LOADER_DRIVERS_DISABLE names the host's driver",
    kind: 'host-environment',
    query: FIRST,
    truth: { component: 'configuration', causes: ['host-driver-not-found', 'host-has-no-device'] },
    stack: () => ({ hostEnv: { VK_LOADER_DRIVERS_DISABLE: '*lvp*' } }),
  },
  {
    name: 'host-driver-told-to-draw-nothing',
    title: 'LP_NO_RAST keeps the host driver from rasterizing',
    kind: 'host-environment',
    query: ['graphics/triangle', 'graphics/cube', 'graphics/renderpass-clear'],
    truth: { component: 'configuration', causes: ['setting-breaks'] },
    stack: () => ({ hostEnv: { LP_NO_RAST: '1' } }),
  },
  {
    name: 'egl-vendor-not-there',
    title: "The display's EGL finds no vendor's library",
    kind: 'host-environment',
    query: ['protocol/identity'],
    truth: { component: 'configuration', causes: ['vmm-refuses', 'vmm-died'] },
    stack: () => ({ hostEnv: { __EGL_VENDOR_LIBRARY_FILENAMES: '/no/50_mesa.json' } }),
  },
];
