import type { Cause } from '../cause.ts';
import { quoted } from '../evidence.ts';

export const gpuDriverAbsent: Cause = {
  id: 'gpu-driver-absent',
  title: "The guest's kernel makes no render node of its GPU",
  component: 'guest-kernel',
  advice: 'Look at the kernel log for virtio_gpu: is the module there, and did it bind the device?',
  wants: () => [],
  judge(facts) {
    const { boot } = facts;
    if (boot?.stage !== 'gpu' || facts.gpuDevice === null) return null;
    const told = facts.symptom('nomodeset', 'window-without-place');
    const evidence = [...quoted(told?.line ?? null), ...quoted(boot.detail), `QEMU's GPU device: ${facts.gpuDevice}`];
    // Without a word of why, the device may as well be one that no kernel can use.
    return told ? { component: 'configuration', confidence: 0.94, evidence } : { confidence: 0.8, evidence };
  },
};
