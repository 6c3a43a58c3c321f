import { bySymptom } from './by-symptom.ts';

export const dmaBufOnMetal = bySymptom('dma-buf-on-metal', {
  id: 'dma-buf-on-metal',
  title: 'A dma-buf export is asked of MoltenVK, which has none',
  component: 'renderer',
  advice: 'vkr_device_memory must take another way to share memory where the host driver exports no dma-buf.',
  confidence: 0.92,
});
