import type { Cause } from '../cause.ts';
import { ADDED, brokenOnHost, hostQuestions, outcomeOf, quoted } from '../evidence.ts';

export const notHandedOn: Cause = {
  id: 'not-handed-on',
  title: 'The host driver offers what the guest does not see, or sees otherwise',
  component: 'guest-driver',
  advice:
    'Venus offers what it knows and what the renderer lets through: compare both versions of the protocol, and the list of extensions in vn_physical_device.c.',
  wants: (facts) => (facts.outcome('first') === 'skip' ? hostQuestions(facts) : []),
  judge(facts) {
    const skipped = facts.outcome('first') === 'skip' && facts.passes('host:same');
    const listed =
      facts.has('host:offers') &&
      facts.breaks('first') &&
      facts.alikeOtherwise('first', 'host:offers').every((line) => ADDED.test(line)) &&
      brokenOnHost(facts) === null &&
      (facts.first?.differences?.length ?? 0) > 0;
    if (!skipped && !listed) return null;
    return {
      confidence: 0.6,
      evidence: [
        ...quoted(facts.first?.differences?.[0] ?? null),
        ...outcomeOf(facts, 'first'),
        ...outcomeOf(facts, skipped ? 'host:same' : 'host:offers'),
      ],
    };
  },
};
