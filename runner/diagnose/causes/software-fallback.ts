import type { Cause } from '../cause.ts';
import { outcomeOf, quoted } from '../evidence.ts';

export const softwareFallback: Cause = {
  id: 'software-fallback',
  title: 'The guest uses a software driver in the place of Venus',
  component: 'configuration',
  advice: "Look at VK_DRIVER_FILES and the ICD folders in the guest: lavapipe's manifest was found, Venus' was not.",
  wants: (facts) =>
    facts.boot?.stage === 'venus' || facts.probeCase.area === 'protocol' ? ['control:protocol/identity'] : [],
  judge(facts) {
    // Venus' own lines name the host's device.
    const line =
      facts.tells(/DRIVER_ID_MESA_LLVMPIPE|got “?llvmpipe|^llvmpipe/) ??
      facts.tells(/^(?!.*MESA-VIRTIO).*(?<!Venus \()llvmpipe \(LLVM/);
    if (line === null || facts.stack?.deviceName?.startsWith('Virtio-GPU Venus')) return null;
    return { confidence: 0.93, evidence: [...quoted(line), ...outcomeOf(facts, 'control:protocol/identity')] };
  },
};
