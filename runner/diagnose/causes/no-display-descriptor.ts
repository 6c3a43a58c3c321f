import type { Cause } from '../cause.ts';
import { quoted } from '../evidence.ts';

export const noDisplayDescriptor: Cause = {
  id: 'no-display-descriptor',
  title: 'Venus gives its window system layer no DRM descriptor, so that no display is listed',
  component: 'guest-driver',
  advice:
    "Pass the card's descriptor in vn_wsi_init in the place of -1, or acquire the display by vkAcquireDrmDisplayEXT.",
  wants: () => [],
  judge(facts) {
    const line = facts.symptom('no-display')?.line ?? facts.tells(/lists 0 displays|Cannot find any display/);
    return line === null ? null : { confidence: 0.92, evidence: quoted(line) };
  },
};
