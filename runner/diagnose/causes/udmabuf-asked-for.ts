import { bySymptom } from './by-symptom.ts';

export const udmabufAskedFor = bySymptom('udmabuf-import', {
  id: 'udmabuf-asked-for',
  title: 'VKR_DEBUG asks the renderer for udmabuf, which the host driver cannot import',
  component: 'configuration',
  advice: 'Leave udmabuf (and all) out of VKR_DEBUG.',
  confidence: 0.9,
});
