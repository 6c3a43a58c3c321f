import { bySymptom } from './by-symptom.ts';

export const metalCompilerLost = bySymptom('compile-service', {
  id: 'metal-compiler-lost',
  title: "Metal's compiler service is lost after a fork of the render server",
  component: 'renderer',
  advice: 'virglrenderer on macOS must start its worker with exec, or as a thread, in the place of a bare fork.',
  confidence: 0.93,
});
