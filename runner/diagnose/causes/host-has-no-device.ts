import type { Cause } from '../cause.ts';
import { outcomeOf, quoted } from '../evidence.ts';

const HOST = ['host:same', 'host:protocol/instance', 'host:protocol/queue-get'] as const;
const NONE =
  /found no physical device|VK_ERROR_INCOMPATIBLE_DRIVER|no Vulkan device|enumerates? no|vkEnumeratePhysicalDevices\b.*VK_ERROR_INITIALIZATION_FAILED/i;

export const hostHasNoDevice: Cause = {
  id: 'host-has-no-device',
  title: "The host's Vulkan driver offers no physical device, or no instance",
  component: 'host-driver',
  advice: 'Look at the driver itself (its ICD, its permissions, its GPU) with vulkaninfo on the host.',
  wants: (facts) => (facts.boot?.stage === 'venus' || facts.tells(NONE) ? ['control:drm/context', ...HOST] : []),
  judge(facts) {
    const where = HOST.find((id) => facts.tellsOf(id, NONE) !== null);
    if (where === undefined || facts.tellsOf(where, /Found no drivers/i) !== null) return null;
    return { confidence: 0.94, evidence: [...quoted(facts.tellsOf(where, NONE)), ...outcomeOf(facts, where)] };
  },
};
