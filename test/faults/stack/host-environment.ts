import type { FaultParts } from '../fault.ts';
import { manifest, script } from './made-files.ts';
import { FIRST, impatient, type StackFault } from './stack-fault.ts';

/** What QEMU and the render server find around them, and how it can be wrong. */
export const hostEnvironment: readonly StackFault[] = [
  {
    name: 'render-server-missing',
    title: 'RENDER_SERVER_EXEC_PATH names nothing',
    kind: 'host-environment',
    query: FIRST,
    truth: { component: 'configuration', causes: ['render-server-missing'] },
    stack: () => ({ hostEnv: { RENDER_SERVER_EXEC_PATH: '/no/virgl_render_server' } }),
  },
  {
    name: 'render-server-exits',
    title: 'The render server ends at once',
    kind: 'host-environment',
    query: FIRST,
    truth: { component: 'renderer', causes: ['render-server-ends'] },
    stack: ({ folder }: FaultParts) => ({ renderServer: script(folder, 'exits', 'exit 1') }),
  },
  {
    name: 'render-server-sleeps',
    title: 'The render server never says a word',
    target: (target) => impatient(target),
    kind: 'host-environment',
    // Each case waits for it until the link breaks.
    query: ['drm/context'],
    truth: { component: 'renderer', causes: ['render-server-ends', 'renderer-hangs'] },
    stack: ({ folder }: FaultParts) => ({ renderServer: script(folder, 'sleeps', 'exec sleep 600') }),
  },
  {
    name: 'render-server-speaks-otherwise',
    title: 'The render server answers in another protocol',
    target: (target) => impatient(target),
    kind: 'host-environment',
    query: FIRST,
    truth: { component: 'renderer', causes: ['render-server-ends'] },
    stack: ({ folder }: FaultParts) => ({
      // Its socket is the descriptor that --socket-fd names.
      renderServer: script(
        folder,
        'speaks',
        'for a in "$@"; do case $a in [0-9]*) fd=$a;; --socket-fd=*) fd=$(echo "$a" | cut -d= -f2);; esac; done\nwhile printf 0123456789abcdef >&"$fd"; do sleep 1; done',
      ),
    }),
  },
  {
    name: 'host-driver-not-there',
    title: 'VK_DRIVER_FILES on the host names nothing',
    kind: 'host-environment',
    query: FIRST,
    truth: { component: 'configuration', causes: ['host-driver-not-found'] },
    stack: () => ({ hostEnv: { VK_DRIVER_FILES: '/no/such_icd.json' } }),
  },
  {
    name: 'host-driver-no-library',
    title: "The host driver's manifest names a library that is not there",
    kind: 'host-environment',
    query: FIRST,
    truth: { component: 'configuration', causes: ['host-driver-not-found'] },
    stack: ({ folder }) => ({ hostEnv: { VK_DRIVER_FILES: manifest(folder, '/no/libvulkan_lvp.so') } }),
  },
  {
    name: 'validation-asked-for',
    title: 'VKR_DEBUG=validate, and no validation layer on the host',
    kind: 'host-environment',
    query: FIRST,
    truth: { component: 'configuration', causes: ['layer-not-there'] },
    stack: () => ({ hostEnv: { VKR_DEBUG: 'validate' } }),
  },
];
