import type { Cause } from '../cause.ts';
import { quoted } from '../evidence.ts';

export const noSwapchain: Cause = {
  id: 'no-swapchain',
  title: 'The device offers no VK_KHR_swapchain, since the host driver imports no sync_fd semaphore',
  component: 'host-driver',
  advice:
    'A host driver with an importable sync_fd, or a Venus that offers a swapchain without one (Mesa 26), mends it.',
  wants: (facts) =>
    /swapchain|surface|present|display/.test(facts.probeCase.id)
      ? ['control:protocol/identity', 'host:transfer/fill']
      : [],
  judge(facts) {
    const line = facts.tells(/VK_KHR_swapchain/) ?? facts.symptom('no-display-extension')?.line ?? null;
    if (line === null) return null;
    const importable = facts.symptom('semaphore-importable');
    return importable ? null : { confidence: 0.75, evidence: quoted(line) };
  },
};
