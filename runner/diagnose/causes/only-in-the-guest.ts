import type { Component } from '../../judge/symptoms/symptom.ts';
import type { Cause } from '../cause.ts';
import { hostIsSound, hostQuestions, outcomeOf } from '../evidence.ts';
import type { Facts } from '../facts.ts';

/** Lines of the host that something there refused, or did not understand. */
const OF_HOST = /vkr: |vrend|proxy: |virgl_render_server|virtio_gpu_virgl|response 0x12|ring fatal|expired ring alive/;

/** What is left where the host's driver is right and nothing else speaks: between the probe and the host's driver. */
export const onlyInTheGuest: Cause = {
  id: 'only-in-the-guest',
  title: 'The result is wrong in the guest and right on the host driver alone',
  component: 'guest-driver',
  advice:
    'Compare the calls on both sides: an API dump by --host-layer against one in the guest shows where they part.',
  wants: (facts) => [
    ...hostQuestions(facts),
    'verbose',
    'again',
    ...(asksTheKernel(facts)
      ? []
      : ['flag:no_cmd_batching', 'flag:no_multi_ring', 'flag:no_async_queue_submit', 'flag:no_async_mem_alloc']),
  ],
  judge(facts) {
    if (!facts.breaks('first') || !hostIsSound(facts)) return null;
    const component = componentOf(facts);
    const steady = facts.breaks('again') && (facts.of('again')?.result?.attempts ?? []).every(isBad);
    return {
      component,
      confidence: steady ? 0.7 : 0.5,
      evidence: [
        ...outcomeOf(facts, 'first'),
        ...outcomeOf(facts, 'host:same'),
        ...outcomeOf(facts, 'host:protocol/instance'),
        ...(component === 'renderer' ? [] : ['no line of the renderer or of QEMU tells of anything']),
      ],
    };
  },
};

const isBad = ({ outcome }: { outcome: string }): boolean => outcome !== 'pass';

/** These speak to the kernel's driver without Vulkan. */
const asksTheKernel = ({ probeCase }: Facts): boolean => probeCase.area === 'drm';

/** The renderer does what it is told, or says that it cannot: where the host is silent, the guest told it the wrong thing. */
function componentOf(facts: Facts): Component {
  if (facts.tells(OF_HOST) !== null) return 'renderer';
  return asksTheKernel(facts) || facts.breaks('control:drm/context') ? 'guest-kernel' : 'guest-driver';
}
