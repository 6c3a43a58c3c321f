import type { CaseSpec, Suite } from '../runner/plan/case.ts';

/** Programs that break one process: the guest outlives them. */
const processes: readonly CaseSpec[] = [
  {
    name: 'segfault',
    title: 'A probe that dies by a signal is a crash',
    catches: 'a crash that is taken for a failure or a pass',
  },
  {
    name: 'abort',
    title: 'A probe that aborts is a crash',
    catches: "a driver's assertion that is taken for a failure",
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
  {
    name: 'spins',
    title: 'A probe that loops for ever is ended by its own alarm and is a time-out',
    catches: 'a busy wait without a bound',
    timeoutS: 1,
  },
  {
    name: 'fork-bomb',
    title: 'A probe that forks without end is a time-out, and nothing of it is left',
    catches: 'processes that outlive their case',
    needs: ['vm'],
    timeoutS: 1,
  },
  {
    name: 'memory-hog',
    title: 'A probe that takes all memory is stopped, and the next case finds a good guest',
    catches: 'a case that costs the others their memory',
    needs: ['vm'],
  },
];

/** Programs that take the guest, or the way to it, along. */
const guests: readonly CaseSpec[] = [
  {
    name: 'panic',
    title: 'A guest that panics under a probe loses it, twice, and the rest goes on',
    catches: 'a run that ends with its guest',
    needs: ['vm'],
  },
  {
    name: 'cut-link',
    title: 'A link that is cut under a probe loses it, and the same guest goes on',
    catches: 'a cut link that is taken for a pass',
    needs: ['vm'],
    timeoutS: 1,
  },
  {
    name: 'freeze-link',
    title: 'A link that freezes under a probe loses it, and a fresh guest goes on',
    catches: 'a run that waits for ever',
    needs: ['vm'],
    timeoutS: 1,
  },
];

const naps: CaseSpec = {
  name: 'nap',
  title: 'A probe that sleeps passes, unless something is broken under it meanwhile',
  catches: 'a death outside the guest that nobody notices',
  timeoutS: 4,
  variants: ['2', '3', '4'].map((name) => ({ name, env: {} })),
};

/** Asks the driver, with a short bound: shows what a dead renderer does to the case after. */
const asks: CaseSpec = {
  name: 'asks',
  probe: 'protocol/identity',
  title: 'The driver answers, unless the renderer was broken before',
  catches: 'a dead renderer that fails every case after',
  needs: ['vm'],
  timeoutS: 1,
  variants: [{ name: '2', env: {} }],
};

/** Tests of the suite itself: what these do must cost them their own result, and no other case its. */
export const self: Suite = {
  area: 'self',
  title: 'Programs that end badly on purpose',
  optIn: true,
  cases: [...processes, ...guests, naps, asks],
};
