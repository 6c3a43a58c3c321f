import type { Row } from './row.ts';

/** Faults between the renderer and the guest, which the driver alone does not show. */
export const ofRenderer: readonly Row[] = [
  [
    'fence-feedback-lost',
    'The small fills that carry feedback are lost',
    ['sync/fence-empty*', 'sync/event-device'],
    'feedback-lost',
  ],
  [
    'memory-zero',
    'The guest maps other memory, full of zeros',
    ['memory/coherent-*', 'sync/fence-empty'],
    'memory-not-shared',
  ],
  ['memory-stale', 'The guest maps other memory, full of old bytes', ['memory/coherent-*'], 'memory-not-shared'],
  [
    'descriptors-leak',
    'Every export leaks sixteen descriptors, of 1,024 that the process may have',
    ['memory/free-order', 'memory/allocation-count', 'protocol/instance-churn'],
    'memory-not-mapped',
    'descriptors-leak',
  ],
];
