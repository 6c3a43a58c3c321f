import type { Cause } from '../cause.ts';
import { brokenOnHost, HANDED_ON, hostIsSound, hostQuestions, outcomeOf } from '../evidence.ts';

/** The second ends also where a wait that rests on such memory does not. */
const CONTROLS = ['control:memory/coherent-device-to-host', 'sharing:no_fence_feedback'] as const;

/** Waits in another way for the same: what it finds in its memory is there, whatever a wait for a fence is worth. */
const OTHER_WAIT = 'control:sync/queue-idle';

/** Maps the same memory again and again, and asks the device only then. */
const REMAP = 'control:memory/remap';
const LOST_BY_MAPPING = /each mapping shows|words in one last mapping/;

const STALE = /differ|expected 0x/;

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
      ? [...CONTROLS, OTHER_WAIT, REMAP, 'flag:no_fence_feedback', HANDED_ON, ...hostQuestions(facts)]
      : [],
  judge(facts) {
    // A wait that does not end hides what lies in the memory: without feedback the case gets as far as to look.
    const looked = facts.probeCase.id.startsWith('memory/coherent-') ? ['first', 'flag:no_fence_feedback'] : [];
    const itself = looked.some((id) => facts.outcome(id) === 'fail' && facts.tellsOf(id, STALE) !== null);
    const stale = CONTROLS.find((id) => facts.outcome(id) === 'fail' && facts.tellsOf(id, STALE) !== null);
    if ((!itself && stale === undefined) || brokenOnHost(facts) !== null) return null;
    if (facts.passes(OTHER_WAIT)) return null;
    // What is lost without the device's doing is lost on the guest's side.
    const byMapping = facts.tellsOf(REMAP, LOST_BY_MAPPING) !== null;
    const all = facts.breaks(OTHER_WAIT) && facts.has(REMAP);
    const sound = hostIsSound(facts) && facts.outcome(HANDED_ON) !== null;
    const confidence = !sound ? 0.6 : all ? 0.88 : 0.7;
    return {
      ...(byMapping ? { component: 'guest-driver' as const } : {}),
      confidence,
      evidence: [
        ...outcomeOf(facts, 'first'),
        ...(itself ? outcomeOf(facts, 'flag:no_fence_feedback') : []),
        ...(stale === undefined ? [] : outcomeOf(facts, stale)),
        ...outcomeOf(facts, OTHER_WAIT),
        ...(byMapping ? outcomeOf(facts, REMAP) : []),
        ...outcomeOf(facts, 'host:same'),
      ],
    };
  },
};
