import type { Cause } from '../cause.ts';
import { brokenOnHost, hostIsSound, outcomeOf } from '../evidence.ts';

export const hostLimits: Cause = {
  id: 'host-limits',
  title: 'QEMU or the render server runs under a limit that it comes up against',
  component: 'configuration',
  advice: 'Look at `ulimit -a` where QEMU is started, and at what starts the render server (a wrapper, a service).',
  wants: () => [],
  judge(facts) {
    const [limit, ...others] = facts.first?.limits ?? [];
    if (limit === undefined || !facts.breaks('first') || brokenOnHost(facts) !== null) return null;
    return {
      // A limit that is there need not be the one that hurts.
      confidence: hostIsSound(facts) ? 0.93 : 0.8,
      evidence: [limit, ...others, ...outcomeOf(facts, 'first'), ...outcomeOf(facts, 'host:same')],
    };
  },
};
