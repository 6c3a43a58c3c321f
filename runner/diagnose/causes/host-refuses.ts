import type { Cause } from '../cause.ts';
import { brokenOnHost, hostQuestions, outcomeOf, quoted } from '../evidence.ts';

const REFUSED =
  /vk\w+ returned VK_ERROR_\w+|got VK_ERROR_\w+|VK_ERROR_(INITIALIZATION_FAILED|OUT_OF\w+|FEATURE_NOT_PRESENT|EXTENSION_NOT_PRESENT|TOO_MANY_OBJECTS|FORMAT_NOT_SUPPORTED)/;

export const hostRefuses: Cause = {
  id: 'host-refuses',
  title: 'The host driver refuses a call that it should serve',
  component: 'host-driver',
  advice: 'The same probe on the target `host` names the call and its result: take it to the host driver.',
  wants: (facts) => (facts.tells(REFUSED) ? hostQuestions(facts) : []),
  judge(facts) {
    const where = brokenOnHost(facts);
    if (where === null) return null;
    const said = facts.tellsOf(where, REFUSED);
    if (said === null || /DEVICE_LOST|INCOMPATIBLE_DRIVER/.test(said)) return null;
    return { confidence: 0.93, evidence: [...quoted(said), ...outcomeOf(facts, where)] };
  },
};
