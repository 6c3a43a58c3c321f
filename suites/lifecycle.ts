import type { Suite } from '../runner/plan/case.ts';
import { cutOff } from './cut-off.ts';

export const lifecycle: Suite = {
  area: 'lifecycle',
  title: 'Processes and threads that come and go',
  cases: [
    {
      name: 'kill-mid-submit',
      title: 'A process that is killed while its work runs leaves a device that works, three times',
      catches: 'a context whose end hangs the renderer or takes others down',
      expectedLog: cutOff,
    },
    {
      name: 'many-processes',
      title: 'Sixteen processes have a device at the same time and work',
      catches: 'contexts that disturb each other; a worker process that cannot be started',
      timeoutS: 80,
    },
    {
      name: 'many-contexts',
      title: 'Contexts, 32 of one process at the same time, live and work',
      catches: 'a limit on contexts, or one that gets what is for another',
    },
    {
      name: 'exit-with-work',
      title: 'A process that exits with work under way ends in peace, and the next one works',
      catches: 'exit handlers that wait for ever or crash',
      expectedLog: cutOff,
    },
    {
      name: 'worker-killed',
      title: "A process whose renderer ends is the only one that is hurt: another's work goes on, and a new one works",
      catches: 'a render server that takes every client down with one worker',
      needs: ['vm'],
      expectedLog: [
        'invalid ring_idx 63',
        'failed to dispatch context op',
        'proxy: (socket disconnected|failed to )',
        ...cutOff,
      ],
    },
    {
      name: 'thread-exit-after-dlclose',
      title: "A thread that used the driver ends after the instance is gone and the driver's library closed",
      catches: 'a thread-local destructor that is called in a library that is no longer there',
    },
  ],
};
