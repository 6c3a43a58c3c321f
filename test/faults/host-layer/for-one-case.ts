import { HANGS, REFUSES, type Row, WRONG } from './row.ts';

/** What only one or two cases can tell. */
export const forOneCase: readonly Row[] = [
  ['fence-handle-twice', 'Two fences have one handle', ['sync/fence-wait-any', 'host/baseline'], WRONG],
  [
    'required-features-hidden',
    'Two features that Vulkan 1.2 requires are hidden',
    ['protocol/api-version', 'protocol/features-limits'],
    'host-lacks-feature',
    WRONG,
  ],
  [
    'features-unchecked',
    'A device is made with features that it lacks',
    ['protocol/feature-absent', 'host/baseline'],
    WRONG,
  ],
  [
    'queue-false',
    'Each queue family claims one queue more than it has',
    ['sync/semaphore-cross-queue', 'protocol/queue-all-families'],
    'host-crashes',
    WRONG,
    HANGS,
  ],
  ['sampler-refused', 'No sampler can be made', ['protocol/ring-wrap', 'graphics/quad-textured'], REFUSES],
  ['image-to-buffer-pitch-lost', 'A copy from an image packs its rows', ['transfer/image-to-buffer-pitch'], WRONG],
  ['copy-image-flat', 'vkCmdCopyImage copies the first slice only', ['transfer/3d'], WRONG],
  [
    'submit-every-third-lost',
    'Every third submission only signals',
    [
      'sync/fence-wait-all',
      'sync/semaphore-chain',
      'sync/async-submit*',
      'sync/timeline-device',
      'sync/timeline-device@no_timeline_sync',
    ],
    WRONG,
  ],
  ['submit-slow-to-wake', 'After half a second of rest a submission takes two', ['protocol/idle-wake'], HANGS, WRONG],
  [
    'buffer-handle-twice',
    'Two buffers of one size have one handle',
    ['protocol/handles', 'transfer/copy-unaligned'],
    WRONG,
  ],
  [
    'line-printed',
    'The host driver prints an error, and nothing else is wrong',
    ['transfer/fill', 'host/log-clean'],
    'moltenvk-error',
    'host-refuses',
  ],
];
