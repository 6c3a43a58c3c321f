import type { Cause } from '../cause.ts';
import { quoted } from '../evidence.ts';

export const hvfAlignment: Cause = {
  id: 'hvf-alignment',
  title: 'HVF refuses or leaves to MMIO a blob that is not aligned to the host page',
  component: 'accelerator',
  advice: 'Use a guest kernel with 16 KiB pages; in QEMU, round what is given to hv_vm_map to the host page.',
  wants: () => [],
  judge(facts) {
    const symptom = facts.symptom('hvf-isv', 'hvf-bad-argument', 'hvf-granule');
    const line = symptom?.line ?? facts.tells(/Assertion failed: \(isv\)|HV_BAD_ARGUMENT|HV_UNSUPPORTED/);
    return line === null ? null : { confidence: 0.93, evidence: quoted(line) };
  },
};
