import type { Cause } from '../cause.ts';
import { quoted } from '../evidence.ts';

export const halfASwapchain: Cause = {
  id: 'half-a-swapchain',
  title: 'The guest driver offers a swapchain and cannot make a device with it',
  component: 'guest-driver',
  advice: 'The change that offers VK_KHR_swapchain has a second half in vn_device.c: build both.',
  wants: () => [],
  judge(facts) {
    const symptom = facts.symptom('semaphore-importable');
    return symptom ? { confidence: 0.93, evidence: quoted(symptom.line) } : null;
  },
};
