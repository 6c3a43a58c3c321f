import { bySymptom } from './by-symptom.ts';

export const noDri3 = bySymptom('no-dri3', {
  id: 'no-dri3',
  title: "The guest's X server has no DRI3, and Mesa was not told to do without",
  component: 'configuration',
  advice: 'Set MESA_VK_WSI_DEBUG=sw in the guest, or use an X server with DRI3.',
  confidence: 0.9,
});
