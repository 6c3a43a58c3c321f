import type { Cause } from '../cause.ts';
import { brokenOnHost, HANDED_ON, hostIsSound, hostQuestions, mebibytes, outcomeOf, quoted } from '../evidence.ts';

/** Who says that it cannot: the renderer makes the blob, QEMU maps it. */
const OF_RENDERER = ['create-blob-refused', 'memory-not-exportable', 'memory-not-mappable'];
const OF_QEMU = ['map-blob-refused', 'map-failed', 'map-fixed-failed'];
const REFUSED = [...OF_RENDERER, ...OF_QEMU];

const NOT_MAPPED = /VK_ERROR_MEMORY_MAP_FAILED|failed to map(\(fixed\))? virgl resource|mem is not exportable/;

export const memoryNotMapped: Cause = {
  id: 'memory-not-mapped',
  title: "The host does not hand the device's memory to the guest",
  component: 'renderer',
  advice: "The host's line says which step refused: the export by vkr_device_memory, or the mapping by QEMU.",
  wants: (facts) =>
    facts.symptom(...REFUSED) || facts.tells(/MEMORY_MAP_FAILED/)
      ? [HANDED_ON, 'control:memory/coherent-device-to-host', 'control:drm/blob-map', ...hostQuestions(facts)]
      : [],
  judge(facts) {
    const symptom = facts.symptom(...REFUSED);
    const refused = facts.tells(NOT_MAPPED);
    if ((!symptom && refused === null) || brokenOnHost(facts) !== null) return null;
    const window = mebibytes(facts.gpuProperty('hostmem'));
    if (window !== null && window < 192) return null;
    // What one experiment or the other leaves behind when it breaks may be refused as well.
    const always = facts.symptomAtFirst(...REFUSED) !== null || facts.tellsOf('first', NOT_MAPPED) !== null;
    // A render server that is gone hands nothing to anybody.
    const gone = facts.tellsOf('first', /proxy: failed|socket disconnected/) !== null;
    // A driver that exports nothing leaves the renderer nothing to hand on.
    const sound = hostIsSound(facts) && facts.outcome(HANDED_ON) !== null;
    const confidence = (always && !gone ? 0.6 : 0.4) + (sound ? 0.26 : hostIsSound(facts) ? 0.2 : 0);
    const byQemu = facts.symptomAtFirst(...OF_QEMU) !== null && facts.symptomAtFirst(...OF_RENDERER) === null;
    return {
      ...(byQemu ? { component: 'vmm' as const } : {}),
      confidence,
      evidence: [
        ...quoted(symptom?.line ?? refused),
        ...outcomeOf(facts, 'control:drm/blob-map'),
        ...outcomeOf(facts, 'host:same'),
        ...outcomeOf(facts, HANDED_ON),
      ],
    };
  },
};
