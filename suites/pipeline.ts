import { type Suite, vnDebug } from '../runner/plan/case.ts';

export const pipeline: Suite = {
  area: 'pipeline',
  title: 'Shaders and pipelines: made, cached, linked, refused',
  cases: [
    {
      name: 'shader-module',
      title: 'Pipelines run after their module is gone, and a module larger than the ring arrives whole',
      catches: 'modules that are shared wrongly, freed early, or cut on their way',
    },
    {
      name: 'pipeline-cache',
      title: "A pipeline cache's data names the device and serves a second cache",
      catches: 'cache data with the wrong header or size; a cache that refuses what it gave out',
    },
    {
      name: 'library',
      title: 'A pipeline that is linked of libraries draws what it draws in one piece',
      catches: 'state that is lost between the libraries of VK_EXT_graphics_pipeline_library',
      variants: vnDebug('no_gpl'),
    },
    {
      name: 'threaded-compile',
      title: 'Pipelines that 8 threads compile at once do what their constants say',
      catches: "pipelines mixed up between threads' rings",
    },
    {
      name: 'many-pipelines',
      title: 'Pipelines, 1,000 alive at once, do what their constants say',
      catches: 'a table of objects that runs full or gives one place twice',
    },
    {
      name: 'bad-spirv',
      title: 'Code that is no SPIR-V costs at most the process that brought it',
      catches: 'a renderer that a bad shader takes down for others; a device that is lost though the call returned',
      // A pipeline of a module that the host refused is one that the renderer never had: its destruction is fatal.
      expectedLog: [
        'proxy: failed to (send message|detach res)',
        'vkr: failed to look up object \\d+ of type 19',
        'vkr: ring_submit_cmd: vn_dispatch_command failed',
        'vn_ring_submit abort on fatal',
      ],
    },
  ],
};
