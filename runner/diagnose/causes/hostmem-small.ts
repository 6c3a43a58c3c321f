import type { Cause } from '../cause.ts';
import { mebibytes, outcomeOf, quoted } from '../evidence.ts';

/** What one context needs for its ring, its feedback and a picture, MiB. */
const ENOUGH = 192;

export const hostmemSmall: Cause = {
  id: 'hostmem-small',
  title: "The window through which the guest maps the host's memory is missing or too small",
  component: 'configuration',
  advice: 'Give the GPU device hostmem=1G or more.',
  wants: (facts) => ((mebibytes(facts.gpuProperty('hostmem')) ?? 0) < ENOUGH ? ['control:drm/blob-map'] : []),
  judge(facts) {
    const symptom = facts.symptom('hostmem-disabled', 'ring-shmem', 'blob-mmap', 'blob-map');
    const size = mebibytes(facts.gpuProperty('hostmem'));
    const blobs = outcomeOf(facts, 'control:drm/blob-map');
    const noSpace = facts.tells(/ENOSPC|No space left|OUT_OF_DEVICE_MEMORY|OUT_OF_HOST_MEMORY|ENOMEM|Cannot allocate/);
    const told = [...quoted(symptom?.line ?? null), ...quoted(noSpace), ...blobs];
    if (facts.gpuProperty('blob') === 'on' && size === null) {
      return { confidence: 0.94, evidence: [`QEMU's GPU device has no hostmem: ${facts.gpuDevice}`, ...told] };
    }
    if (size !== null && size < ENOUGH) {
      const confidence = told.length > 0 ? 0.93 : 0.7;
      return { confidence, evidence: [`hostmem=${facts.gpuProperty('hostmem')}`, ...told] };
    }
    return null;
  },
};
