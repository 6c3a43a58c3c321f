import type { Cause } from '../cause.ts';
import { hostIsSound, hostQuestions, outcomeOf, quoted } from '../evidence.ts';

export const hostDeviceLost: Cause = {
  id: 'host-device-lost',
  title: "The host's device is lost",
  component: 'host-driver',
  advice: "Look at the host driver's own log; the same program without a VM shows whether Venus has a part in it.",
  wants: (facts) => (facts.tells(/DEVICE_LOST/) ? hostQuestions(facts) : []),
  judge(facts) {
    const symptom = facts.symptom('device-lost', 'sync-device-lost', 'feedback-device-lost');
    const there = facts.tellsOf('host:same', /VK_ERROR_DEVICE_LOST/);
    // Submissions are asynchronous in the guest: it may only hear of a wait that does not end.
    const line = symptom?.line ?? facts.tells(/VK_ERROR_DEVICE_LOST/) ?? there;
    if (line === null) return null;
    const confidence = there !== null ? 0.96 : hostIsSound(facts) ? 0.5 : 0.7;
    return { confidence, evidence: [...quoted(line), ...outcomeOf(facts, 'host:same')] };
  },
};
