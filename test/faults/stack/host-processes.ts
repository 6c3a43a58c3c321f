import { qemuProgram } from '../../../runner/stack/qemu-program.ts';
import { target } from '../bench-target.ts';
import type { Fault } from '../fault.ts';
import { broken, renderServerProgram } from './made-files.ts';
import type { StackFault } from './stack-fault.ts';

type Row = readonly [name: string, title: string, query: readonly string[], ...causes: string[]];

/** What the person's own QEMU does wrong. */
const ofVmm: readonly Row[] = [
  [
    'vmm-forgets-fences',
    "QEMU forgets the fences of Venus' contexts",
    ['sync/sync-file-latency', 'sync/external-fence-fd', 'drm/context'],
    'only-in-the-guest',
  ],
  [
    'vmm-maps-half',
    'QEMU maps only the first half of large blobs',
    ['memory/types', 'memory/coherent-device-to-host', 'memory/optimal-image'],
    'memory-not-shared',
    'only-in-the-guest',
  ],
  [
    'vmm-map-refused',
    'QEMU maps no large blob',
    ['memory/types', 'memory/remap', 'memory/optimal-image', 'memory/huge'],
    'memory-not-mapped',
    'only-in-the-guest',
  ],
  [
    'vmm-caps-empty',
    "QEMU hands on Venus' capability set full of zeros",
    ['drm/capset', 'protocol/identity'],
    'only-in-the-guest',
    'venus-off',
  ],
  ['vmm-asserts', 'An assertion of QEMU fails at a large blob', ['memory/types', 'memory/optimal-image'], 'vmm-died'],
  [
    'vmm-main-loop-stalls',
    "QEMU's main loop stands still for a minute when a context is made",
    ['drm/context', 'sync/fence-work'],
    'vmm-died',
  ],
  [
    'vmm-hangs-up-on-server',
    "QEMU closes the render server's socket while it is needed",
    ['drm/context', 'drm/blob-map', 'sync/fence-work'],
    'render-server-ends',
    'renderer-died',
    'renderer-without-server',
  ],
  [
    'vmm-mixes-contexts',
    'QEMU hands the commands of one context to another',
    ['lifecycle/many-contexts', 'lifecycle/many-processes', 'protocol/instance-churn'],
    'context-fatal',
    'only-in-the-guest',
  ],
];

/** What the person's own render server does wrong. */
const ofRenderServer: readonly Row[] = [
  [
    'render-server-gives-up',
    'The render server ends, in good order, when it has started a dozen workers',
    ['lifecycle/many-contexts', 'lifecycle/many-processes'],
    'renderer-died',
    'render-server-ends',
  ],
  [
    'render-server-kills-vmm',
    'The render server ends QEMU when it has started a dozen workers',
    ['lifecycle/many-contexts', 'lifecycle/many-processes'],
    'renderer-died',
    'vmm-died',
  ],
  [
    'render-server-hands-no-descriptors',
    'The render server hands QEMU no descriptors of blobs',
    ['drm/blob-map', 'drm/context', 'protocol/identity'],
    'memory-not-mapped',
    'render-server-ends',
  ],
  [
    'render-server-second-ring-dead',
    "The thread of a process' second ring ends at once",
    ['protocol/thread-rings*', 'pipeline/threaded-compile'],
    'renderer-hangs',
    'only-in-the-guest',
  ],
  [
    'render-server-maps-copies',
    'The render server works on a copy of the rings that the guest writes',
    ['protocol/identity', 'drm/blob-map'],
    'memory-not-shared',
    'renderer-hangs',
  ],
];

const kindOf = (
  component: Fault['truth']['component'],
  stack: (name: string) => NonNullable<StackFault['stack']>,
): ((row: Row) => StackFault) => {
  return ([name, title, query, ...causes]) => ({
    name,
    title,
    kind: 'host-process',
    query,
    truth: { component, causes },
    stack: stack(name),
  });
};

/** QEMU and the render server with a library inside that breaks a call of theirs. */
export const hostProcesses: readonly StackFault[] = [
  ...ofVmm.map(kindOf('vmm', (name) => (parts) => ({ qemu: broken(parts, qemuProgram(target), name) }))),
  ...ofRenderServer.map(
    kindOf('renderer', (name) => (parts) => ({ renderServer: broken(parts, renderServerProgram(), name) })),
  ),
];
