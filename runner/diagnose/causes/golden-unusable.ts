import type { Cause } from '../cause.ts';
import { quoted } from '../evidence.ts';

export const goldenUnusable: Cause = {
  id: 'golden-unusable',
  title: 'There is no golden to compare with, or it was changed after it was blessed',
  component: 'configuration',
  advice: '`venus-suite bless RUN CASE` writes one, after somebody looked at the picture.',
  wants: () => [],
  judge(facts) {
    const line = facts.tellsOf(
      'first',
      /has no golden for|corrupt golden|provenance|golden.*(cannot be|changed after)/i,
    );
    const golden = facts.first?.result?.checks.some(({ name, ok }) => name === 'golden' && !ok) ?? false;
    return line === null || !golden
      ? null
      : { confidence: /no golden/.test(line) ? 0.9 : 0.86, evidence: quoted(line) };
  },
};
