import type { Component } from '../../judge/symptoms/symptom.ts';
import type { Cause } from '../cause.ts';
import { HOST_UNASKED, hostIsSound, hostIsUnasked, hostQuestions, outcomeOf, VENUS_OWN } from '../evidence.ts';
import type { Facts } from '../facts.ts';
import { OTHER_SIDE, whereaboutsOf } from '../whereabouts.ts';

/** Something on the host refused what it was asked, or did not understand it. */
const OF_HOST = [
  'dispatch-failed',
  'bad-resource',
  'bad-object',
  'bad-client-op',
  'socket-disconnected',
  'memory-not-exportable',
  'memory-not-mappable',
  'create-blob-refused',
  'map-blob-refused',
  'map-failed',
  'map-fixed-failed',
  'ring-fatal',
  'ring-alive-expired',
] as const;

/** They ask the kernel's driver for what Venus asks it for, without Venus. */
const OF_KERNEL = [
  'control:drm/capset',
  'control:drm/context',
  'control:drm/blob-map',
  'control:drm/blob-many',
  'control:drm/exec-fence',
] as const;

const SHORTCUTS = [
  'flag:no_cmd_batching',
  'flag:no_multi_ring',
  'flag:no_async_queue_submit',
  'flag:no_async_mem_alloc',
] as const;

/** What is left where the host's driver is right and nothing else speaks: between the probe and the host's driver. */
export const onlyInTheGuest: Cause = {
  id: 'only-in-the-guest',
  title: 'The result is wrong in the guest and right on the host driver alone',
  component: 'guest-driver',
  advice:
    'Compare the calls on both sides: an API dump by --host-layer against one in the guest shows where they part.',
  wants(facts) {
    if (!facts.breaks('first')) return [];
    const ofVulkan = !asksTheKernel(facts);
    const known = whereaboutsOf(facts);
    const first = [...hostQuestions(facts), 'again', ...(ofVulkan && known?.side !== 'host' ? OF_KERNEL : [])];
    // Once its side is known, only how sure it is and what part of it is left to ask.
    if (known !== null) return first;
    return [
      ...first,
      ...(ofVulkan && hostIsSound(facts) ? VENUS_OWN : []),
      'verbose',
      ...(ofVulkan ? ['flags:together'] : []),
      // Which of them it is, where it is one of them.
      ...(facts.passes('flags:together') ? SHORTCUTS : []),
      ...Object.values(OTHER_SIDE),
    ];
  },
  judge(facts) {
    if (hostIsUnasked(facts)) {
      const own = facts.outcome('first') === 'crash' || facts.probeCase.needs.includes('vm');
      if (!own || !facts.breaks('first')) return null;
      return {
        component: componentOf(facts),
        confidence: 0.35,
        evidence: [...outcomeOf(facts, 'first'), HOST_UNASKED],
      };
    }
    if (!facts.breaks('first') || !hostIsSound(facts)) return null;
    const component = componentOf(facts);
    const steady = facts.breaks('again') && (facts.of('again')?.result?.attempts ?? []).every(isBad);
    return {
      component,
      // Of what is listed the host was asked another question.
      confidence: steady && !facts.has('host:offers') ? 0.7 : 0.5,
      evidence: [
        ...outcomeOf(facts, 'first'),
        ...SHORTCUTS.filter((flag) => facts.passes(flag)).flatMap((flag) => outcomeOf(facts, flag)),
        ...outcomeOf(facts, 'host:same'),
        ...outcomeOf(facts, 'host:protocol/instance'),
        ...OF_KERNEL.filter((id) => facts.breaks(id)).flatMap((id) => outcomeOf(facts, id)),
        ...(facts.symptom(...OF_HOST) === null ? ['no line of the renderer or of QEMU tells of anything'] : []),
      ],
    };
  },
};

const isBad = ({ outcome }: { outcome: string }): boolean => outcome !== 'pass';

/** These speak to the kernel's driver without Vulkan. */
const asksTheKernel = ({ probeCase }: Facts): boolean => probeCase.area === 'drm';

/** The renderer does what it is told, or says that it cannot: where the host is silent, the guest told it the wrong thing. */
function componentOf(facts: Facts): Component {
  const where = whereaboutsOf(facts);
  if (where?.component && where.component !== 'configuration') return where.component;
  // What the kernel asks of the card by itself QEMU answers; but a context is the renderer's.
  if (where?.side === 'host') return asksTheKernel(facts) && facts.probeCase.id !== 'drm/context' ? 'vmm' : 'renderer';
  // A guest that is at fault can make the host say so.
  if (where === null && facts.symptom(...OF_HOST) !== null) return 'renderer';
  if (facts.symptom('execbuffer-refused') !== null) return 'guest-kernel';
  return asksTheKernel(facts) || OF_KERNEL.some((id) => facts.breaks(id)) ? 'guest-kernel' : 'guest-driver';
}
