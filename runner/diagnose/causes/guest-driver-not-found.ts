import type { Cause } from '../cause.ts';
import { brokenOnHost, hostIsSound, outcomeOf, quoted } from '../evidence.ts';

const NONE =
  /VK_ERROR_INCOMPATIBLE_DRIVER|found no physical device|Found no drivers|cannot open shared object|failed to load/i;

export const guestDriverNotFound: Cause = {
  id: 'guest-driver-not-found',
  title: "The guest's Vulkan loader finds no Venus",
  component: 'configuration',
  advice:
    'Look at /usr/share/vulkan/icd.d/virtio_icd.json in the guest, at VK_DRIVER_FILES, and whether libvulkan_virtio.so loads (its C library, its dependencies).',
  wants: (facts) =>
    facts.tells(NONE)
      ? ['control:drm/capset', 'control:drm/context', 'control:protocol/identity', 'host:protocol/instance']
      : [],
  judge(facts) {
    const line = facts.tells(NONE);
    // One that is found now and then is there.
    if (facts.passes('control:protocol/identity')) return null;
    // The kernel's side is sound, the host's as well: what is left is how the guest finds its driver.
    if (line === null || !facts.passes('control:drm/context') || brokenOnHost(facts) !== null) return null;
    return {
      confidence: hostIsSound(facts) && facts.has('control:protocol/identity') ? 0.9 : 0.6,
      evidence: [
        ...quoted(line),
        ...outcomeOf(facts, 'control:drm/context'),
        ...outcomeOf(facts, 'host:protocol/instance'),
      ],
    };
  },
};
