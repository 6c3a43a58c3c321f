import type { Suite } from '../runner/plan/case.ts';

/** Judged by the runner after the other cases of the run, and about just these. */
export const host: Suite = {
  area: 'host',
  title: 'The run seen from the outside',
  cases: [
    {
      name: 'log-clean',
      hostCheck: 'log-clean',
      title: 'No log of guest, QEMU or renderer holds a line that is known to tell of trouble',
      catches: 'defects that no case sees, for their results are right all the same',
    },
    {
      name: 'baseline',
      hostCheck: 'baseline',
      title: "Every probe of the run that needs no VM passes on the host's own Vulkan driver",
      catches: "a host driver's own defect that would be taken for one of Venus",
      needs: ['vm', 'host-stack'],
    },
  ],
};
