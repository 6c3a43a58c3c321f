import { REFUSES, type Row, WRONG } from './row.ts';

/** Pipelines, shaders, descriptors, and what is bound. */
export const pipelines: readonly Row[] = [
  [
    'graphics-pipeline-refused',
    'No graphics pipeline can be made',
    ['graphics/pipeline-bind', 'graphics/triangle', 'pipeline/library*'],
    REFUSES,
  ],
  [
    'specialization-lost',
    'Specialization constants keep their defaults',
    ['compute/specialization', 'pipeline/shader-module', 'pipeline/*-pipelines', 'pipeline/threaded-compile'],
    WRONG,
  ],
  ['shader-module-refused', 'No shader module can be made', ['pipeline/shader-module', 'compute/fill-shader'], REFUSES],
  ['pipeline-cache-empty', 'A pipeline cache gives no data', ['pipeline/pipeline-cache'], WRONG],
  [
    'descriptor-writes-lost',
    'Only the first write of vkUpdateDescriptorSets arrives',
    ['compute/storage-buffers', 'graphics/update-after-bind'],
    WRONG,
    'host-crashes',
  ],
  [
    'descriptor-offset-wrong',
    'Storage buffers are bound 256 bytes late',
    ['compute/fill-shader', 'compute/add', 'compute/atomics'],
    WRONG,
    'host-crashes',
  ],
  [
    'push-descriptors-dropped',
    'vkCmdPushDescriptorSetKHR does nothing',
    ['graphics/push-descriptors'],
    WRONG,
    'host-crashes',
  ],
  [
    'vertices-shifted',
    'Vertex buffers are bound four bytes late',
    ['graphics/instanced', 'graphics/triangle-indexed'],
    WRONG,
  ],
  ['indices-shifted', 'Index buffers are bound one index late', ['graphics/triangle-indexed'], WRONG],
  ['buffer-address-off', 'The address of a buffer is 16 bytes too high', ['compute/buffer-device-address'], WRONG],
];
