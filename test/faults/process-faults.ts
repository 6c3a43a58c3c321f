import { FAULT_VARIABLE, guestKernelEnv, guestLayerEnv } from './build-parts.ts';
import { type Fault, holdOutThird, type PlainFault } from './fault.ts';

/** Each is set off from inside, by the submission or shader that it hits: no timing of a test's own decides what breaks. */
const anySubmission = ['sync/fence-empty', 'sync/fence-work', 'transfer/fill'] as const;

type Row = readonly [
  name: string,
  title: string,
  query: readonly string[],
  component: Fault['truth']['component'],
  ...causes: string[],
];

const ofHost: readonly Row[] = [
  ['worker-killed', "The render server's worker is killed in a submission", anySubmission, 'renderer', 'renderer-died'],
  [
    'worker-stopped',
    "The render server's worker is stopped (SIGSTOP) in a submission",
    ['sync/fence-work', 'sync/async-submit'],
    'renderer',
    'renderer-hangs',
  ],
  [
    'server-killed',
    'The render server is killed in a submission',
    ['sync/fence-work', 'lifecycle/exit-with-work'],
    'renderer',
    'renderer-died',
    'render-server-ends',
  ],
  [
    'server-stopped',
    'The render server is stopped (SIGSTOP) in a submission',
    ['lifecycle/exit-with-work'],
    'renderer',
    'renderer-hangs',
  ],
  ['vmm-killed', 'QEMU is killed in a submission', ['sync/fence-work'], 'vmm', 'vmm-died'],
  ['vmm-stopped', 'QEMU is stopped (SIGSTOP) in a submission', ['sync/fence-work'], 'vmm', 'vmm-died'],
  [
    'bad-shader-kills-server',
    'A shader that is cut off takes the render server along',
    ['pipeline/bad-spirv'],
    'renderer',
    'renderer-died',
    'render-server-ends',
  ],
  [
    'second-worker-refused',
    'Only one process at a time has an instance',
    ['lifecycle/many-*', 'lifecycle/worker-killed', 'lifecycle/kill-mid-submit'],
    'host-driver',
    'host-refuses',
    'host-has-no-device',
  ],
];

const hostProcess = ([name, title, query, component, ...causes]: Row): PlainFault => ({
  name,
  title,
  kind: 'process',
  place: 'host-layer',
  query,
  truth: { component, causes },
  timeoutS: 3,
  stack: ({ layer }) => ({ hostLayer: layer, hostEnv: { [FAULT_VARIABLE]: name } }),
});

function guestProcess(
  name: string,
  title: string,
  query: readonly string[],
  truth: Fault['truth'],
  env: Record<string, string>,
): PlainFault {
  return {
    name,
    title,
    kind: 'process',
    place: 'guest',
    query,
    truth,
    timeoutS: 3,
    env,
    stack: ({ overlay }) => ({ overlay, guestEnv: env }),
  };
}

const ofGuest: readonly PlainFault[] = [
  guestProcess(
    'guest-driver-crashes',
    'The guest driver crashes in a submission',
    anySubmission,
    { component: 'guest-driver', causes: ['only-in-the-guest'] },
    guestLayerEnv('guest-driver-crashes'),
  ),
  guestProcess(
    'guest-panics',
    "The guest's kernel panics in a submission",
    ['sync/fence-work'],
    { component: 'guest-kernel', causes: ['guest-panic'] },
    guestLayerEnv('guest-panics'),
  ),
  guestProcess(
    'kernel-panics-later',
    "The guest's kernel panics a second after a program started",
    ['self/nap'],
    { component: 'guest-kernel', causes: ['guest-panic'] },
    guestKernelEnv('kernel-panics-later'),
  ),
];

/** Processes that die or stop in the middle of a case, and guests that panic. */
export const processFaults: readonly Fault[] = holdOutThird([...ofHost.map(hostProcess), ...ofGuest]);
