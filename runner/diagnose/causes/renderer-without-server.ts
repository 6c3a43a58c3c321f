import { bySymptom } from './by-symptom.ts';

export const rendererWithoutServer = bySymptom('no-render-server', {
  id: 'renderer-without-server',
  title: 'virglrenderer was built without its render server',
  component: 'renderer',
  advice: 'Build virglrenderer with -Drender-server=true -Dvenus=true.',
  confidence: 0.95,
});
