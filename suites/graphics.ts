import type { Suite } from '../runner/plan/case.ts';

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
  ],
};
