import type { Suite } from '../runner/plan/case.ts';

/** Tests of the suite itself: each of these must fail, in its own way, and leave the others alone. */
export const self: Suite = {
  area: 'self',
  title: 'Programs that end badly on purpose',
  optIn: true,
  cases: [
    {
      name: 'segfault',
      title: 'A probe that dies by a signal is a crash',
      catches: 'a crash that is taken for a failure or a pass',
    },
    {
      name: 'no-end',
      title: 'A probe that exits 0 without its end event is invalid',
      catches: 'a lost probe that counts as a pass',
    },
    {
      name: 'garbage',
      title: 'A probe that breaks the protocol is invalid',
      catches: 'trust in what a guest writes',
    },
    {
      name: 'flood',
      title: 'A probe that writes 1 GiB is stopped early and is invalid',
      catches: 'unbounded output',
    },
    {
      name: 'never-ends',
      title: 'A probe that blocks its alarm is killed by the guest and is a time-out',
      catches: 'an unbounded wait',
      timeoutS: 1,
    },
  ],
};
