import type { Cause } from '../cause.ts';
import { outcomeOf, quoted } from '../evidence.ts';

export const venusOff: Cause = {
  id: 'venus-off',
  title: 'The GPU is offered without Venus',
  component: 'configuration',
  advice: 'Give the GPU device venus=on (with blob=on and hostmem), and a virglrenderer that was built with Venus.',
  wants: (facts) => (facts.boot !== null || facts.probeCase.area === 'drm' ? ['control:drm/capset'] : []),
  judge(facts) {
    // Without blobs or a window the suite gives venus=off itself, for QEMU would not start: then these are the cause.
    const usable = facts.gpuProperty('blob') === 'on' && facts.gpuProperty('hostmem') !== null;
    const off = usable && facts.gpuProperty('venus') !== 'on';
    const symptom = facts.symptom('no-venus-capset', 'old-virglrenderer');
    const asked = facts.probeCase.id === 'drm/capset' ? 'first' : 'control:drm/capset';
    const absent = facts.breaks(asked) ? facts.tellsOf(asked, /capset 4|capability set 4/i) : null;
    // Without its capability set nothing of Venus can work: whatever else fails follows from it.
    if (off) return { confidence: 0.97, evidence: [`QEMU's GPU device: ${facts.gpuDevice}`, ...quoted(absent)] };
    if (symptom && facts.gpuProperty('venus') !== 'on') return { confidence: 0.93, evidence: quoted(symptom.line) };
    if (absent !== null) {
      // Where QEMU was told to offer it somebody else on the way loses it.
      const confidence = facts.gpuProperty('venus') === 'on' ? 0.55 : 0.85;
      return { confidence, evidence: [...quoted(absent), ...outcomeOf(facts, 'control:drm/capset')] };
    }
    return null;
  },
};
