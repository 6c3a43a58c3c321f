import { HANGS, REFUSES, type Row, WRONG } from './row.ts';

/** A compiler that is wrong or ends its process, and a driver that is right for a while or not what it says it is. */
export const unsteady: readonly Row[] = [
  ['barriers-not-compiled', 'The compiler leaves barriers out of shaders', ['compute/shared-barrier'], WRONG],
  ['signed-as-unsigned', 'The compiler takes signed atomics for unsigned ones', ['compute/atomics'], WRONG],
  [
    'threads-disturb-compiler',
    'Threads that compile at once lose their specialization constants',
    ['pipeline/threaded-compile'],
    WRONG,
    'unstable',
  ],
  [
    'compiler-aborts',
    'The compiler of graphics pipelines fails an assertion',
    ['graphics/pipeline-bind', 'graphics/triangle'],
    'host-crashes',
  ],
  [
    'compiler-slower-each-time',
    'Each compute pipeline takes longer than the one before',
    ['pipeline/many-pipelines'],
    HANGS,
    WRONG,
  ],
  [
    'fill-lost-now-and-then',
    'One fill of three is lost, as the clock has it',
    ['transfer/fill', 'sync/fence-work', 'memory/types'],
    WRONG,
    'unstable',
  ],
  [
    'device-end-crashes',
    'The host driver crashes where a device is destroyed',
    ['protocol/handles', 'protocol/feature-absent'],
    'host-crashes',
  ],
  ['device-end-spoils-others', 'Once a device was destroyed, the others execute nothing', ['protocol/handles'], WRONG],
  [
    'watchdog-too-short',
    'Work that takes longer than half a second loses the device',
    ['compute/long-dispatch'],
    'host-device-lost',
  ],
  [
    'exported-descriptor-closed',
    'The host driver closes the descriptors of memory that it gives out',
    ['memory/map-odd-sizes', 'memory/export-dma-buf', 'sync/fence-empty'],
    WRONG,
    REFUSES,
  ],
  [
    'transition-discards',
    'An image loses what it holds where its layout changes to be read by a copy',
    ['compute/image-store', 'graphics/renderpass-clear', 'transfer/blit'],
    WRONG,
  ],
  [
    'version-old',
    'The host driver says that it is of Vulkan 1.0',
    ['protocol/instance', 'protocol/identity', 'protocol/api-version'],
    'host-lacks-feature',
    'host-has-no-device',
  ],
  [
    'depth-formats-hidden',
    'The host driver says that it has no format with depth or stencil',
    ['graphics/depth', 'graphics/stencil', 'transfer/clear-depth'],
    'host-lacks-feature',
    WRONG,
  ],
];
