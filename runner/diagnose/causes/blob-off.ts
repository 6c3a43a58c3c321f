import type { Cause } from '../cause.ts';
import { quoted } from '../evidence.ts';

export const blobOff: Cause = {
  id: 'blob-off',
  title: 'The GPU is offered without blob resources',
  component: 'configuration',
  advice: 'Give the GPU device blob=on.',
  wants: () => [],
  judge(facts) {
    const symptom = facts.symptom('kernel-param-missing');
    if (facts.gpuDevice !== null && facts.gpuProperty('blob') !== 'on') {
      return {
        confidence: 0.96,
        evidence: [`QEMU's GPU device: ${facts.gpuDevice}`, ...quoted(symptom?.line ?? null)],
      };
    }
    // Where QEMU was told to offer them, the kernel does not hand it on.
    const told = facts.gpuProperty('blob') === 'on';
    return symptom ? { confidence: told ? 0.5 : 0.88, evidence: quoted(symptom.line) } : null;
  },
};
