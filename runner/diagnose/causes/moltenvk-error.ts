import { bySymptom } from './by-symptom.ts';

export const moltenvkError = bySymptom('moltenvk-error', {
  id: 'moltenvk-error',
  title: 'MoltenVK reports an error',
  component: 'host-driver',
  advice: 'The first [mvk-error] line is the real one; MVK_CONFIG_LOG_LEVEL=3 tells more.',
  confidence: 0.8,
});
