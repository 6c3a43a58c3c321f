import type { Cause } from '../cause.ts';
import { hostBreaks, hostIsSound, hostQuestions, outcomeOf } from '../evidence.ts';

const CONTROL = 'control:memory/coherent-device-to-host';

/** Cases that read nothing which a device wrote. */
const TALKS_ONLY = /^(drm|host)\/|^protocol\/(extensions|features-limits|api-version|identity|instance)/;

export const memoryNotShared: Cause = {
  id: 'memory-not-shared',
  title: "What the guest maps is not the memory that the host's device uses",
  component: 'renderer',
  advice:
    'Look at how vkr_device_memory exports the allocation and how QEMU maps it into the window: same pages, same offset?',
  wants: (facts) =>
    facts.breaks('first') && !TALKS_ONLY.test(facts.probeCase.id)
      ? [CONTROL, 'flag:no_fence_feedback', ...hostQuestions(facts)]
      : [],
  judge(facts) {
    const itself = facts.probeCase.id === 'memory/coherent-device-to-host' && facts.outcome('first') === 'fail';
    const stale = facts.outcome(CONTROL) === 'fail' && facts.tellsOf(CONTROL, /differ/) !== null;
    if ((!itself && !stale) || hostBreaks(facts) || facts.breaks('host:transfer/fill')) return null;
    const confidence = hostIsSound(facts) ? 0.88 : 0.6;
    return {
      confidence,
      evidence: [...outcomeOf(facts, 'first'), ...outcomeOf(facts, CONTROL), ...outcomeOf(facts, 'host:same')],
    };
  },
};
