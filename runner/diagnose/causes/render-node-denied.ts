import type { Cause } from '../cause.ts';
import { outcomeOf, quoted } from '../evidence.ts';

export const renderNodeDenied: Cause = {
  id: 'render-node-denied',
  title: "The guest's render node cannot be opened",
  component: 'configuration',
  advice: 'Give the user of the guest the group `render`, or the node a mode that lets it in.',
  wants: (facts) => (facts.boot?.stage === 'venus' ? ['control:drm/capset'] : []),
  judge(facts) {
    const line =
      facts.tells(
        /(dri\/|renderD\d+|card\d+).*(EACCES|Permission denied|ENOENT|No such (file|device)|ENODEV|ENXIO)/i,
      ) ?? facts.tells(/has no DRM device|no \/dev\/dri/i);
    return line === null || facts.boot?.stage === 'gpu'
      ? null
      : { confidence: 0.9, evidence: [...quoted(line), ...outcomeOf(facts, 'control:drm/capset')] };
  },
};
