import type { Cause } from '../cause.ts';
import { brokenOnHost, hostIsSound, outcomeOf, quoted } from '../evidence.ts';

const NONE =
  /error while loading shared libraries|symbol lookup error|undefined symbol|VK_ERROR_INCOMPATIBLE_DRIVER|found no physical device|Found no drivers|cannot open shared object|failed to load/i;

/** The loader has a driver, and that one fails. */
const FOUND = /return code -?\d+ from call to vkCreateInstance in ICD|Failed to CreateInstance in ICD/;
/** The loader says itself that it has none. */
const LOADER_SAYS =
  /error while loading shared libraries|symbol lookup error|undefined symbol|Found no drivers|Failed to open JSON file|invalid ELF header|cannot open shared object|does not contain an? "?ICD/i;

export const guestDriverNotFound: Cause = {
  id: 'guest-driver-not-found',
  title: "The guest's Vulkan loader finds no Venus, or is not there itself",
  component: 'configuration',
  advice:
    'Look at /usr/share/vulkan/icd.d/virtio_icd.json in the guest, at VK_DRIVER_FILES, and whether libvulkan_virtio.so loads (its C library, its dependencies).',
  wants: (facts) =>
    facts.tells(NONE)
      ? ['control:drm/capset', 'control:drm/context', 'control:protocol/identity', 'host:protocol/instance', 'verbose']
      : [],
  judge(facts) {
    const line = facts.tells(NONE);
    // One that is found now and then is there.
    if (facts.passes('control:protocol/identity') || facts.tells(FOUND) !== null) return null;
    // The kernel's side is sound, the host's as well: what is left is how the guest finds its driver.
    if (line === null || !facts.passes('control:drm/context') || brokenOnHost(facts) !== null) return null;
    const said = facts.tells(LOADER_SAYS);
    return {
      confidence: hostIsSound(facts) ? (said === null ? 0.7 : 0.92) : 0.6,
      evidence: [
        ...quoted(said ?? line),
        ...outcomeOf(facts, 'control:drm/context'),
        ...outcomeOf(facts, 'host:protocol/instance'),
      ],
    };
  },
};
