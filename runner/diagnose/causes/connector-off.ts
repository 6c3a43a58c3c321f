import { bySymptom } from './by-symptom.ts';

export const connectorOff = bySymptom('connector-off', {
  id: 'connector-off',
  title: "The guest's kernel was told that nothing is connected",
  component: 'configuration',
  advice: "Take `video=…:d` out of the kernel's command line.",
  confidence: 0.92,
});
