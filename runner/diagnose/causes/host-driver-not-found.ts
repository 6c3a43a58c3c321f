import type { Cause } from '../cause.ts';
import { outcomeOf, quoted } from '../evidence.ts';

const HOST = ['host:same', 'host:protocol/instance', 'host:protocol/queue-get'] as const;

export const hostDriverNotFound: Cause = {
  id: 'host-driver-not-found',
  title: "The host's Vulkan loader finds no driver",
  component: 'configuration',
  advice:
    'VK_DRIVER_FILES (or VK_ICD_FILENAMES) must name a driver manifest that exists; `venus-suite doctor` shows which one is used.',
  wants: (facts) => (facts.boot?.stage === 'venus' ? HOST : []),
  judge(facts) {
    // The loader says so itself; a driver that is there and has no device makes it say something else.
    const where = HOST.find((id) => facts.tellsOf(id, /VK_ERROR_INCOMPATIBLE_DRIVER|Found no drivers/) !== null);
    if (where === undefined) return null;
    const said = facts.tellsOf(
      where,
      /Found no drivers|[Ff]ailed to open JSON file|does not exist|cannot open|No such file/i,
    );
    return { confidence: said === null ? 0.5 : 0.93, evidence: [...quoted(said), ...outcomeOf(facts, where)] };
  },
};
