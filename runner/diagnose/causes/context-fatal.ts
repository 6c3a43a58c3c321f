import type { Cause } from '../cause.ts';
import { hostBreaks, hostIsSound, hostQuestions, outcomeOf, quoted } from '../evidence.ts';

export const contextFatal: Cause = {
  id: 'context-fatal',
  title: 'The renderer could not decode or dispatch a command and gave the context up',
  component: 'renderer',
  advice: "The first `vkr:` line names the command or the object; compare the two sides' protocol versions.",
  wants: (facts) =>
    facts.symptom('dispatch-failed', 'bad-resource', 'bad-object', 'ring-fatal') ? hostQuestions(facts) : [],
  judge(facts) {
    const cause = facts.symptom('bad-resource', 'bad-object', 'bad-ring-index');
    const fatal = facts.symptom('dispatch-failed', 'ring-fatal', 'ring-submit-fatal');
    if ((!cause && !fatal) || hostBreaks(facts)) return null;
    // An object that is looked up in vain follows from memory that was refused.
    const followsFrom = facts.symptom('create-blob-refused', 'memory-not-exportable');
    const confidence = (cause && !followsFrom ? 0.75 : 0.6) + (hostIsSound(facts) ? 0.13 : 0);
    return {
      confidence,
      evidence: [...quoted(cause?.line ?? null), ...quoted(fatal?.line ?? null), ...outcomeOf(facts, 'host:same')],
    };
  },
};
