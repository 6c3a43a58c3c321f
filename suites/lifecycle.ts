import type { Suite } from '../runner/plan/case.ts';

/** A process that ends in the midst of its work takes the ring away under the renderer, which decodes what is left of it. */
const cutOff = ['vkr: ring_submit_cmd: vn_dispatch_command failed', 'vkr: failed to look up object'];

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
      name: 'thread-exit-after-dlclose',
      title: "A thread that used the driver ends after the instance is gone and the driver's library closed",
      catches: 'a thread-local destructor that is called in a library that is no longer there',
    },
  ],
};
