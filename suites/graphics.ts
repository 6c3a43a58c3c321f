import { type Suite, vnPerf } from '../runner/plan/case.ts';

export const graphics: Suite = {
  area: 'graphics',
  title: 'Drawing offscreen',
  cases: [
    {
      name: 'pipeline-bind',
      title: 'A render pass that binds a graphics pipeline and draws nothing finishes',
      catches: 'a pipeline that takes the context down when it is bound',
    },
    {
      name: 'renderpass-clear',
      title: 'A render pass clears every pixel to exactly the colour asked for',
      catches: 'clears or read-backs that are lost or shifted',
    },
    {
      name: 'triangle',
      title: 'A triangle with a colour at each corner covers the pixels that it should',
      catches: 'draws, interpolation or read-back that are wrong',
      golden: 'image',
    },
    {
      name: 'cube',
      title: 'A textured, turning cube with depth, at one frame',
      catches: 'texture, depth or push constants that do not reach the host',
      golden: 'image',
    },
    {
      name: 'triangle-indexed',
      title: 'Indexed triangles take the vertices that indices, offsets and first index name',
      catches: 'vertex or index data at a wrong offset, or of the wrong width',
    },
    {
      name: 'instanced',
      title: 'An instanced draw puts each tile in its place, with its colour and index',
      catches: 'attributes that step once a vertex; a first instance that is dropped',
    },
    {
      name: 'quad-textured',
      title: 'A textured quad shows each texel where it belongs, repeated and mirrored',
      catches: 'samplers whose modes are lost, textures that are shifted or swizzled',
    },
    {
      name: 'depth',
      title: 'The nearest rectangle shows, in whichever order they were drawn',
      catches: 'a depth test, clear or clipping that is lost',
    },
    {
      name: 'stencil',
      title: 'The stencil test passes exactly where the stencil was counted to its value',
      catches: 'stencil state that is lost on the way, or a format that has no stencil',
    },
    {
      name: 'blend',
      title: 'Each blend equation gives what the CPU makes of the same colours',
      catches: 'blend state or write masks that are mixed up',
    },
    {
      name: 'msaa-resolve',
      title: 'Four samples a pixel resolve to the share that is covered',
      catches: 'a resolve that takes one sample, or is left out',
    },
    {
      name: 'dynamic-rendering',
      title: 'Rendering without a render pass clears and draws',
      catches: 'an extension that is advertised and not backed',
    },
    {
      name: 'secondary-buffers',
      title: 'A render pass made of secondary command buffers draws all of them, in order',
      catches: 'secondary command buffers that are lost or reordered by batching',
      variants: vnPerf('no_cmd_batching'),
    },
    {
      name: 'push-descriptors',
      title: 'Pushed descriptors reach the draw that follows them',
      catches: 'descriptor writes that are serialized wrongly or kept for the next draw',
    },
    {
      name: 'update-after-bind',
      title: 'Descriptors written after the recording are the ones that the draws see',
      catches: 'descriptors that are copied when they are bound',
    },
  ],
};
