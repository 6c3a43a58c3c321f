import type { Cause } from '../cause.ts';
import { outcomeOf, quoted } from '../evidence.ts';

/** The loader hides what its driver answered, and says its number: VK_ERROR_LAYER_NOT_PRESENT. */
const NOT_PRESENT = /VK_ERROR_LAYER_NOT_PRESENT|return code -6 from call to vkCreateInstance/;
const REFUSED = /LAYER_NOT_PRESENT|VK_ERROR_INCOMPATIBLE_DRIVER/;

export const layerNotThere: Cause = {
  id: 'layer-not-there',
  title: 'A Vulkan layer is asked for that is not there',
  component: 'configuration',
  advice:
    'On the host, VKR_DEBUG=validate (or all) asks for the validation layer: leave it out, or install the layer. In the guest, look at VK_INSTANCE_LAYERS and VK_LAYER_PATH.',
  wants: (facts) => (facts.tells(REFUSED) ? ['host:protocol/instance', 'verbose'] : []),
  judge(facts) {
    const line = facts.tells(NOT_PRESENT);
    return line === null
      ? null
      : { confidence: 0.92, evidence: [...quoted(line), ...outcomeOf(facts, 'host:protocol/instance')] };
  },
};
