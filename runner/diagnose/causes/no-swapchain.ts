import type { Cause } from '../cause.ts';
import { outcomeOf, quoted } from '../evidence.ts';

const IMPORT = 'host:sync/external-semaphore-fd';

export const noSwapchain: Cause = {
  id: 'no-swapchain',
  title: 'The device offers no VK_KHR_swapchain, which Venus has where the host driver imports sync_fd semaphores',
  component: 'host-driver',
  advice:
    'A host driver with an importable sync_fd, or a Venus that offers a swapchain without one (Mesa 26), mends it.',
  wants: (facts) =>
    /swapchain|surface|present|display/.test(facts.probeCase.id) ? ['control:protocol/identity', IMPORT] : [],
  judge(facts) {
    const line = facts.tells(/VK_KHR_swapchain/) ?? facts.symptom('no-display-extension')?.line ?? null;
    if (line === null) return null;
    const importable = facts.symptom('semaphore-importable');
    if (importable) return null;
    if (!facts.has(IMPORT)) return { confidence: 0.5, evidence: quoted(line) };
    const evidence = [...quoted(line), ...outcomeOf(facts, IMPORT)];
    // A host that imports them leaves nothing to blame but Venus.
    return facts.passes(IMPORT)
      ? { component: 'guest-driver', confidence: 0.75, evidence }
      : { confidence: 0.88, evidence };
  },
};
