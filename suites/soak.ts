import type { Suite } from '../runner/plan/case.ts';

export const soak: Suite = {
  area: 'soak',
  title: 'What shows only after a long time',
  optIn: true,
  cases: [
    {
      name: 'hour',
      title: 'One process after the other has a device and works, for an hour (VENUS_SUITE_SOAK_S: seconds)',
      catches: 'a leak in guest or renderer that adds up',
      needs: ['vm'],
      timeoutS: 3700,
    },
  ],
};
