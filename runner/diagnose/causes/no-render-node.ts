import { bySymptom } from './by-symptom.ts';

export const noRenderNode = bySymptom('no-render-node', {
  id: 'no-render-node',
  title: 'The display option of QEMU needs a render node that the host does not have',
  component: 'configuration',
  advice: 'Use -display sdl,gl=on with SDL_VIDEODRIVER=offscreen, which needs none.',
  confidence: 0.92,
});
