import type { Suite } from '../runner/plan/case.ts';

export const transfer: Suite = {
  area: 'transfer',
  title: 'Fills and copies, read back byte for byte',
  cases: [
    {
      name: 'fill',
      title: 'vkCmdFillBuffer writes the bytes that it was asked to and no others',
      catches: 'fills that are dropped, shifted or too long',
    },
  ],
};
