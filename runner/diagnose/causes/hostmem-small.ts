import type { Cause } from '../cause.ts';
import { hostIsSound, hostQuestions, mebibytes, outcomeOf, quoted } from '../evidence.ts';

/** What one context needs for its ring, its feedback and a picture, MiB. */
const ENOUGH = 192;
/** What no case needs more than, MiB. */
const AMPLE = 1024;
/** How a guest that finds no room for a blob says so. */
const NO_ROOM = /ENOSPC|No space left|OUT_OF_DEVICE_MEMORY|OUT_OF_HOST_MEMORY|MEMORY_MAP_FAILED|ENOMEM|Cannot allocate/;

export const hostmemSmall: Cause = {
  id: 'hostmem-small',
  title: "The window through which the guest maps the host's memory is missing or too small",
  component: 'configuration',
  advice: 'Give the GPU device hostmem=1G or more.',
  wants(facts) {
    const size = mebibytes(facts.gpuProperty('hostmem')) ?? 0;
    if (size < ENOUGH) return ['control:drm/blob-map'];
    return size < AMPLE && facts.tells(NO_ROOM) !== null ? hostQuestions(facts) : [];
  },
  judge(facts) {
    const symptom = facts.symptom('hostmem-disabled', 'ring-shmem', 'blob-mmap', 'blob-map');
    const size = mebibytes(facts.gpuProperty('hostmem'));
    const blobs = outcomeOf(facts, 'control:drm/blob-map');
    const noSpace = facts.tells(NO_ROOM);
    const told = [...quoted(symptom?.line ?? null), ...quoted(noSpace), ...blobs];
    if (facts.gpuProperty('blob') === 'on' && size === null) {
      return { confidence: 0.94, evidence: [`QEMU's GPU device has no hostmem: ${facts.gpuDevice}`, ...told] };
    }
    if (size !== null && size < ENOUGH) {
      const confidence = told.length > 0 ? 0.93 : 0.7;
      return { confidence, evidence: [`hostmem=${facts.gpuProperty('hostmem')}`, ...told] };
    }
    // One that is enough for most: what finds no room there, and has room without the VM, needs more.
    if (size !== null && size < AMPLE && noSpace !== null && hostIsSound(facts)) {
      return {
        confidence: 0.87,
        evidence: [`hostmem=${facts.gpuProperty('hostmem')}`, ...quoted(noSpace), ...outcomeOf(facts, 'host:same')],
      };
    }
    return null;
  },
};
