import type { Cause } from '../cause.ts';
import { quoted } from '../evidence.ts';

export const noGpu: Cause = {
  id: 'no-gpu',
  title: 'The VM has no virtio GPU',
  component: 'configuration',
  advice: "Add the GPU device to QEMU's command line: virtio-gpu-gl-pci,venus=on,blob=on,hostmem=1G.",
  wants: () => [],
  judge(facts) {
    const { boot, stack } = facts;
    if (boot?.stage !== 'gpu' && boot?.stage !== 'venus') return null;
    if (stack === null || stack.qemu === null || stack.commandLine.length === 0 || facts.gpuDevice !== null)
      return null;
    return { confidence: 0.95, evidence: ["QEMU's command line has no virtio GPU", ...quoted(boot.detail)] };
  },
};
