import type { Cause } from '../cause.ts';
import { ADDED, HOST_UNASKED, hostIsUnasked, hostQuestions, outcomeOf, quoted } from '../evidence.ts';
import type { Facts } from '../facts.ts';

/** Cases whose program writes down what the device offers; they compare it with what is known of the profile. */
const LISTS = /^protocol\/(extensions|features-limits)/;
/** The version of the device, against what it has. */
const VERSION = 'host:protocol/api-version';
/** Makes a device with everything that is offered. */
const ALL_ENABLED = 'host:protocol/device-all-extensions';
const SHARING = 'host:protocol/external-memory-fd';
/** What a guest says whose host has no way to share memory. */
const WITHOUT_SHARING =
  /VK_ERROR_(INITIALIZATION_FAILED|MEMORY_MAP_FAILED|OUT_OF_\w+|FEATURE_NOT_PRESENT)|not exportable/;

export const hostLacksFeature: Cause = {
  id: 'host-lacks-feature',
  title: 'The host driver offers other extensions, features or limits than this stack is known for',
  component: 'host-driver',
  advice: 'Compare vulkaninfo on the host with that of the last good run: was its driver, or a layer over it, changed?',
  wants: (facts) => [
    ...(isSkip(facts) ? hostQuestions(facts) : []),
    ...(LISTS.test(facts.probeCase.id) ? ['host:offers'] : []),
    ...(isOfDevices(facts) ? [VERSION] : []),
    ...(added(facts) === undefined ? [] : [ALL_ENABLED]),
    ...(LISTS.test(facts.probeCase.id) || suffersWithoutSharing(facts) ? [SHARING] : []),
  ],
  judge(facts) {
    // Venus hands on what the host has: what differs in the same way on both sides differs because of the host.
    const line = facts.alikeOtherwise('first', 'host:offers').find((alike) => !ADDED.test(alike));
    if (line !== undefined) {
      // Another guest driver can leave out by chance what the host lacks as well.
      return { confidence: 0.9, evidence: [...quoted(line), 'the host says the same without a VM'] };
    }
    // It offers much that Venus leaves out, so that what is added proves little; unless it is not really there.
    const more = added(facts);
    if (more !== undefined) {
      const falsely = facts.breaks(ALL_ENABLED);
      return { confidence: falsely ? 0.92 : 0.62, evidence: [...quoted(more), ...outcomeOf(facts, ALL_ENABLED)] };
    }
    const old = facts.symptom('renderer-device-old');
    if (old) return { confidence: 0.92, evidence: [...quoted(old.line), ...outcomeOf(facts, VERSION)] };
    if (facts.breaks(VERSION)) return { confidence: 0.9, evidence: outcomeOf(facts, VERSION) };
    const sharing = facts.probeCase.id === SHARING.slice('host:'.length) ? 'host:same' : SHARING;
    if (facts.outcome(sharing) === 'skip' && (suffersWithoutSharing(facts) || isSkip(facts))) {
      return { confidence: 0.88, evidence: [...outcomeOf(facts, sharing), ...outcomeOf(facts, 'first')] };
    }
    if (isSkip(facts) && facts.outcome('host:same') === 'skip') {
      return { confidence: 0.88, evidence: [...outcomeOf(facts, 'first'), ...outcomeOf(facts, 'host:same')] };
    }
    if (isSkip(facts) && hostIsUnasked(facts)) {
      return { confidence: 0.35, evidence: [...outcomeOf(facts, 'first'), HOST_UNASKED] };
    }
    if (!LISTS.test(facts.probeCase.id) || !facts.breaks('first') || facts.has('host:offers')) return null;
    return { confidence: 0.5, evidence: outcomeOf(facts, 'first') };
  },
};

/** Without shared memory there is no ring: what asks for an instance fails, or waits for ever. */
function suffersWithoutSharing(facts: Facts): boolean {
  // MoltenVK has no such descriptors at any time: there the renderer shares memory in another way.
  if (facts.stack?.accelerator === 'hvf' || /moltenvk/i.test(facts.stack?.hostDriver ?? '')) return false;
  return facts.boot?.stage === 'venus' || facts.tells(WITHOUT_SHARING) !== null;
}

/** What the guest offers, and the host too, beyond the list that is known. */
function added(facts: Facts): string | undefined {
  return facts.alikeOtherwise('first', 'host:offers').find((alike) => ADDED.test(alike));
}

/** What a device is and says of itself decides such a case, and it compares no list. */
const isOfDevices = (facts: Facts): boolean =>
  facts.probeCase.area === 'protocol' && facts.breaks('first') && !LISTS.test(facts.probeCase.id);

const isSkip = (facts: Facts): boolean => facts.outcome('first') === 'skip';
