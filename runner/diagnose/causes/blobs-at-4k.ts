import type { Cause } from '../cause.ts';
import { outcomeOf, quoted } from '../evidence.ts';

const PAGE_16K = 16384;

export const blobsAt4k: Cause = {
  id: 'blobs-at-4k',
  title: 'The guest kernel places blobs at multiples of 4 KiB, which a host with 16 KiB pages does not map under HVF',
  component: 'guest-kernel',
  advice: 'Boot a guest kernel with 16 KiB pages, or one that negotiates VIRTIO_GPU_F_BLOB_ALIGNMENT.',
  wants: (facts) => (suspect(facts.stack?.guestPageSize ?? null) ? ['page-size', 'control:drm/blob-placement'] : []),
  judge(facts) {
    if (!suspect(facts.stack?.guestPageSize ?? null)) return null;
    const placement = facts.probeCase.id === 'drm/blob-placement' ? 'first' : 'control:drm/blob-placement';
    const said = facts.tellsOf(placement, /leave it to MMIO|multiple of 16/i);
    if (!facts.breaks(placement)) return null;
    const hvf = facts.stack?.accelerator === 'hvf';
    // Elsewhere the placement does no harm: it explains its own case, and no other.
    if (placement !== 'first' && !hvf) return null;
    const other = facts.passes('page-size');
    return {
      confidence: other || placement === 'first' ? 0.92 : 0.8,
      evidence: [...quoted(said), ...outcomeOf(facts, 'page-size')],
    };
  },
};

function suspect(pageSize: number | null): boolean {
  return pageSize !== null && pageSize < PAGE_16K;
}
